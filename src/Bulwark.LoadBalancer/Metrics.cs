using System.Diagnostics.Metrics;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer;

/// <summary>Instruments of the load balancer. Names, units and tags are public: dashboards rely on them.</summary>
internal static class Metrics
{
    private const string Listener = "listener";

    private static readonly Meter Meter = new("Bulwark.LoadBalancer");

    private static readonly Counter<long> Rejections =
        Meter.CreateCounter<long>("bulwark.load_balancer.tls.rejections", "{connection}", "Connections that the lock refused, in the handshake or later");

    private static readonly UpDownCounter<long> Connections =
        Meter.CreateUpDownCounter<long>("bulwark.load_balancer.tls.connections", "{connection}", "Open connections");

    private static readonly Gauge<int> Mode =
        Meter.CreateGauge<int>("bulwark.load_balancer.lock.mode", null, "Mutual TLS mode in force: 0 off, 1 audit, 2 verify");

    /// <summary>The lock refused a connection.</summary>
    public static void Rejected(string listener, ClientCertificateReason reason) =>
        Rejections.Add(1, new KeyValuePair<string, object?>(Listener, listener), new KeyValuePair<string, object?>("reason", reason.ToString()));

    /// <summary>A connection was opened (1) or closed (-1).</summary>
    public static void ConnectionChanged(string listener, int change) => Connections.Add(change, new KeyValuePair<string, object?>(Listener, listener));

    /// <summary>The mode that is in force.</summary>
    public static void ModeIs(string listener, MutualTlsMode mode) => Mode.Record(
        mode switch
        {
            MutualTlsMode.Off => 0,
            MutualTlsMode.Audit => 1,
            MutualTlsMode.Verify => 2,
        },
        new KeyValuePair<string, object?>(Listener, listener));
}
