using System.Diagnostics;
using System.Globalization;

namespace Bulwark.Bench.Connections;

/// <summary>New connections to the load balancer: a full handshake with a client certificate, one request, the end.</summary>
internal static class HandshakeBench
{
    public const string Name = "handshakes";

    private const int Callers = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(string contender, int port, string pki, ServerProcesses server)
    {
        var client = new TlsClient(port, pki, "origin-ca", "edge");
        await ConnectForAsync(WarmUp, client);
        var before = server.CpuMicroseconds;
        var clock = Stopwatch.StartNew();
        var count = await ConnectForAsync(Measured, client);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{contender,-24} {count / clock.Elapsed.TotalSeconds,8:0} new/s {(server.CpuMicroseconds - before) / count,8:0} CPU us each"));
    }

    private static async Task<int> ConnectForAsync(TimeSpan duration, TlsClient client)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            var count = 0;
            for (; clock.Elapsed < duration; count++)
                await (await client.OpenAsync()).DisposeAsync();
            return count;
        }));
        return counts.Sum();
    }
}
