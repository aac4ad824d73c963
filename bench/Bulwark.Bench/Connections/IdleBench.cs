using System.Globalization;
using System.Net.Security;

namespace Bulwark.Bench.Connections;

/// <summary>What a TLS connection to the edge costs in memory while it waits after its first request.</summary>
internal static class IdleBench
{
    public const string Name = "idle";

    private const int Connections = 10_000;
    private const int WarmUp = 1_000;
    private const int AtOnce = 16;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(string contender, int port, string pki, ServerProcesses server)
    {
        var client = new TlsClient(port, pki, "public-ca");
        await CloseAsync(await OpenAsync(client, WarmUp));
        await Task.Delay(Settle);
        var before = server.MemoryKiB;
        var open = await OpenAsync(client, Connections);
        await Task.Delay(Settle);
        var during = server.MemoryKiB;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{contender,-24} {before / 1024,8:0.0} MiB without, {during / 1024,8:0.0} MiB with {Connections:N0} connections, {(during - before) / Connections,6:0.0} KiB each"));
        await CloseAsync(open);
    }

    private static async Task<IReadOnlyList<SslStream>> OpenAsync(TlsClient client, int count)
    {
        var streams = new SslStream[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => streams[i] = await client.OpenAsync());
        return streams;
    }

    private static async Task CloseAsync(IReadOnlyList<SslStream> streams)
    {
        foreach (var stream in streams)
            await stream.DisposeAsync();
    }
}
