#!/usr/bin/env python3
"""NetworkManager on the bus of a test, as far as GIO asks it (GNetworkMonitor): there is no network.

For a program with GIO_USE_NETWORK_MONITOR=networkmanager and this bus as DBUS_SYSTEM_BUS_ADDRESS.
"""
from gi.repository import Gio, GLib

NAME, PATH = "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager"
INTERFACE = """<node><interface name="org.freedesktop.NetworkManager">
<property name="State" type="u" access="read"/><property name="Connectivity" type="u" access="read"/>
<property name="Metered" type="u" access="read"/><property name="Version" type="s" access="read"/>
</interface></node>"""
PROPERTIES = {
    "State": GLib.Variant("u", 20),  # NM_STATE_DISCONNECTED
    "Connectivity": GLib.Variant("u", 1),  # NM_CONNECTIVITY_NONE
    "Metered": GLib.Variant("u", 0),
    "Version": GLib.Variant("s", "1.42.4"),
}


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    about = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    bus.register_object(PATH, about, None, lambda *of: PROPERTIES[of[-1]], None)
    Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE, None, None)
    GLib.MainLoop().run()


main()
