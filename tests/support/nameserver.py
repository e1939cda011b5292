"""A real name server (Unbound) that knows the records of a test and asks nobody."""

CONFIG = """server:
  interface: 127.0.0.1
  port: {port}
  do-daemonize: no
  use-syslog: no
  chroot: ""
  username: ""
  pidfile: ""
  directory: "{folder}"
  access-control: 127.0.0.0/8 allow
  module-config: "iterator"
{zones}
{records}
remote-control:
  control-enable: no
"""


def name_server(shop, records, zones=()):
    """Its address, as --dns wants it. What is not among the records of example. does not exist; zones: (name, how
    Unbound answers for it) of others."""
    def command(port):
        config = shop.dir / f"unbound-{port}.conf"
        config.write_text(CONFIG.format(
            port=port, folder=shop.dir, records="\n".join(f'  local-data: "{record}"' for record in records),
            zones="\n".join(f'  local-zone: "{name}" {how}' for name, how in [("example.", "static"), *zones])))
        return ["unbound", "-c", config]
    return f"127.0.0.1@{shop.server(command)}"
