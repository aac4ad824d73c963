using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Testing;

namespace Bulwark.Attacker;

/// <summary>
/// What slowhttptest does, with the host's name in the handshake, which that tool leaves out: without it the edge has nothing for a client but 421 and the end of the connection.
/// </summary>
internal static class SlowClients
{
    private const int ReceiveBuffer = 2304;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenOpenings = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Opens so many, and goes on with each until it is cut off or the time is over. Gives how long it took at most until one was slow.</summary>
    /// <param name="kind">What they do.</param>
    /// <param name="port">The edge.</param>
    /// <param name="authority">File with the CA of its certificate.</param>
    /// <param name="count">How many.</param>
    public static async Task<TimeSpan> RunAsync(SlowClientKind kind, int port, string authority, int count)
    {
        using var end = new CancellationTokenSource(Longest);
        using var trusted = X509CertificateLoader.LoadCertificateFromFile(authority);
        var clients = new List<Task<TimeSpan>>(count);
        for (var i = 0; i < count; i++)
        {
            clients.Add(AttackAsync(kind, port, Tls(trusted), end.Token));
            await Task.Delay(BetweenOpenings);
        }

        return (await Task.WhenAll(clients)).Max();
    }

    private static async Task<TimeSpan> AttackAsync(SlowClientKind kind, int port, SslClientAuthenticationOptions tls, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        TimeSpan? quick = null;
        try
        {
            await using var client = await RawTlsClient.ConnectAsync(port, tls, ReceiveBuffer);
            await client.SendAsync(kind.Start);
            await TakeAsync(client.Stream, kind.QuickBytes, stop);
            quick = clock.Elapsed;
            do
                await Task.Delay(Pause, stop);
            while (await kind.GoOnAsync(client.Stream, stop));
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException)
        {
            // Cut off, or the attack is over.
        }

        return quick ?? clock.Elapsed;
    }

    private static async Task TakeAsync(SslStream tls, int bytes, CancellationToken stop)
    {
        var room = new byte[16 * 1024];
        for (int count; bytes > 0 && (count = await tls.ReadAsync(room, stop)) > 0;)
            bytes -= count;
    }

    private static SslClientAuthenticationOptions Tls(X509Certificate2 authority) => new()
    {
        TargetHost = "localhost",
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };
}
