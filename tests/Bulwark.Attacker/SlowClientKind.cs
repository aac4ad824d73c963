using System.Net.Security;

namespace Bulwark.Attacker;

/// <summary>In what a client is slow.</summary>
/// <param name="Name">By which it is asked for.</param>
/// <param name="Start">What it says at once.</param>
/// <param name="GoOnAsync">What it does every few seconds. False: the other side has ended.</param>
public sealed record SlowClientKind(string Name, string Start, Func<SslStream, CancellationToken, Task<bool>> GoOnAsync)
{
    /// <summary>So much of the answer it takes as quickly as it comes.</summary>
    public int QuickBytes { get; init; }

    /// <summary>A large answer, of which 32 bytes are taken at a time.</summary>
    public static readonly SlowClientKind Read = new(
        "read", $"GET {StandInHomeserver.Large} HTTP/1.1\r\nHost: localhost\r\n\r\n", async (tls, stop) => await tls.ReadAsync(new byte[32], stop) > 0);

    /// <summary>A large answer, of which part is taken as quickly as it comes, and nothing any more.</summary>
    public static readonly SlowClientKind Stop = Read with { Name = "stop", QuickBytes = 256 * 1024, GoOnAsync = (_, _) => Task.FromResult(true) };

    /// <summary>A body, of which 10 bytes come at a time.</summary>
    public static readonly SlowClientKind Body = new(
        "body", $"PUT {StandInHomeserver.Small} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8192\r\n\r\n", (tls, stop) => WriteAsync(tls, "0123456789"u8.ToArray(), stop));

    /// <summary>Headers without an end, of which one comes at a time.</summary>
    public static readonly SlowClientKind Headers = new(
        "headers", $"GET {StandInHomeserver.Small} HTTP/1.1\r\nHost: localhost\r\n", (tls, stop) => WriteAsync(tls, "X-Slow: 1\r\n"u8.ToArray(), stop));

    public static readonly IReadOnlyList<SlowClientKind> All = [Read, Stop, Body, Headers];

    public static SlowClientKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    private static async Task<bool> WriteAsync(SslStream tls, byte[] bytes, CancellationToken stop)
    {
        await tls.WriteAsync(bytes, stop);
        return true;
    }
}
