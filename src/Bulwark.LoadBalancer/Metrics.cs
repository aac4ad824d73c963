using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer;

/// <summary>Instruments of the load balancer. Names, units and tags are public: dashboards rely on them.</summary>
internal static class Metrics
{
    private const string Listener = "listener";
    private const string GroupTag = "target.group";

    private static readonly Meter Meter = new("Bulwark.LoadBalancer");

    private static readonly Counter<long> Rejections =
        Meter.CreateCounter<long>("bulwark.load_balancer.tls.rejections", "{connection}", "Connections that the lock refused, in the handshake or later");

    private static readonly UpDownCounter<long> Connections =
        Meter.CreateUpDownCounter<long>("bulwark.load_balancer.tls.connections", "{connection}", "Open connections");

    private static readonly Gauge<int> Mode =
        Meter.CreateGauge<int>("bulwark.load_balancer.lock.mode", null, "Mutual TLS mode in force: 0 off, 1 audit, 2 verify");

    private static readonly Counter<long> Requests =
        Meter.CreateCounter<long>("bulwark.load_balancer.requests", "{request}", "Requests that went to a target group, by the class of the status that the client got.");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("bulwark.load_balancer.request.duration", "s", "Time from the choice of a target to the end of the answer.");

    private static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("bulwark.load_balancer.target.retries", "{retry}", "Requests that were sent to another target because the first could not be connected to.");

    private static readonly Gauge<int> TargetHealth =
        Meter.CreateGauge<int>("bulwark.load_balancer.target.health", "1", "1: the target gets requests. 0: it does not.");

    private static readonly string[] Classes = ["1xx", "2xx", "3xx", "4xx", "5xx"];

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

    /// <summary>When a request began; 0 when nobody wants to know how long it takes.</summary>
    public static long Start() => Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>A request has been answered.</summary>
    public static void Answered(string group, int status, long started)
    {
        Requests.Add(1, new KeyValuePair<string, object?>(GroupTag, group), new KeyValuePair<string, object?>("status.class", ClassOf(status)));
        if (started != 0)
            Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>(GroupTag, group));
    }

    /// <summary>A request goes to another target.</summary>
    public static void Retried(string group) => Retries.Add(1, new KeyValuePair<string, object?>(GroupTag, group));

    /// <summary>A target has been looked at, or has changed.</summary>
    public static void Health(TargetState target, bool isHealthy) => TargetHealth.Record(
        isHealthy ? 1 : 0, new KeyValuePair<string, object?>(GroupTag, target.Group), new KeyValuePair<string, object?>("target.address", target.Address));

    private static string ClassOf(int status) => Classes[Math.Clamp((status / 100) - 1, 0, Classes.Length - 1)];
}
