"""A certificate authority for the tests: root, intermediate, leaves of all kinds, by `openssl ca`."""
import pathlib
import subprocess

CONFIG = """
[ca]
default_ca = own
[own]
dir = {dir}
database = {dir}/index.txt
new_certs_dir = {dir}/new
serial = {dir}/serial
default_md = sha256
default_days = 30
policy = any
unique_subject = no
copy_extensions = none
[any]
commonName = supplied
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
"""


class Authority:
    """Certificates by name: authority.leaf("expired", names=["mx.causes.test"], end="20200101000000Z")."""

    def __init__(self, folder):
        self.dir = pathlib.Path(folder)
        (self.dir / "new").mkdir(parents=True)
        (self.dir / "index.txt").write_text("")
        (self.dir / "serial").write_text("1000\n")
        (self.dir / "ca.cnf").write_text(CONFIG.format(dir=self.dir))
        self.root = self.dir / "root.pem"
        self.run("req", "-x509", "-new", "-nodes", "-newkey", "rsa:2048", "-keyout", self.dir / "root.key", "-out",
                 self.root, "-days", "90", "-subj", "/CN=Test root", "-extensions", "root", "-config",
                 self.dir / "ca.cnf")
        self.middle = self.issue("middle", "Test intermediate", self.root, self.dir / "root.key",
                                 "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n")

    def run(self, *arguments):
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"openssl {' '.join(map(str, arguments))}: {done.stderr}")

    def key(self, name, kind="rsa:2048"):
        path = self.dir / f"{name}.key"
        options = {"ec": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]}.get(
            kind, ["-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{kind.split(':')[-1]}"])
        self.run("genpkey", *options, "-out", path)
        return path

    def issue(self, name, subject, issuer, issuer_key, extensions, start=None, end=None, md="sha256", kind="rsa:2048"):
        key, cert = self.key(name, kind), self.dir / f"{name}.pem"
        request, extra = self.dir / f"{name}.csr", self.dir / f"{name}.ext"
        extra.write_text("[own_ext]\n" + extensions)
        self.run("req", "-new", "-key", key, "-out", request, "-subj", f"/CN={subject}", "-config", self.dir / "ca.cnf")
        dates = (["-startdate", start] if start else []) + (["-enddate", end] if end else [])
        self.run("ca", "-batch", "-notext", "-config", self.dir / "ca.cnf", "-cert", issuer, "-keyfile", issuer_key,
                 "-in", request, "-out", cert, "-extfile", extra, "-extensions", "own_ext", "-md", md, *dates)
        return cert

    def leaf(self, name, names, purpose="serverAuth", usage=None, aia=False, **options):
        """(certificate, key, chain file with the intermediate) of a leaf under the intermediate."""
        extensions = "subjectAltName=" + ",".join(f"DNS:{n}" for n in names) + "\n"
        extensions += f"extendedKeyUsage={purpose}\n" if purpose else ""
        extensions += f"keyUsage=critical,{usage}\n" if usage else ""
        extensions += "authorityInfoAccess=caIssuers;URI:http://ca.example/middle.crt\n" if aia else ""
        cert = self.issue(name, names[0], self.middle, self.dir / "middle.key", extensions, **options)
        return str(cert), str(self.dir / f"{name}.key"), str(self.middle)

    def self_signed(self, name, names):
        cert, key = self.dir / f"{name}.pem", self.dir / f"{name}.key"
        self.run("req", "-x509", "-new", "-nodes", "-newkey", "rsa:2048", "-keyout", key, "-out", cert, "-days", "30",
                 "-subj", f"/CN={names[0]}", "-addext", "subjectAltName=" + ",".join(f"DNS:{n}" for n in names))
        return str(cert), str(key), None

    def digest(self, cert, selector, matching=1):
        """Hex data of a TLSA record."""
        if selector == 0:
            der = subprocess.run(["openssl", "x509", "-in", cert, "-outform", "DER"], capture_output=True, check=True)
        else:
            pub = subprocess.run(["openssl", "x509", "-in", cert, "-noout", "-pubkey"], capture_output=True, check=True)
            der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=pub.stdout,
                                 capture_output=True, check=True)
        import hashlib
        return {0: der.stdout.hex(), 1: hashlib.sha256(der.stdout).hexdigest(),
                2: hashlib.sha512(der.stdout).hexdigest()}[matching]
