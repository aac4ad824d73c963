using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bulwark.SystemTests.Running;
using Bulwark.Testing;

namespace Bulwark.SystemTests.Attacks;

/// <summary>
/// What slowhttptest does, with the host's name in the handshake, which that tool leaves out: without it the edge has nothing for a client but 421 and the end of the connection.
/// </summary>
internal sealed class SlowClients(BulwarkInstance instance)
{
    private const int ReceiveBuffer = 2304;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenOpenings = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    /// <summary>A large answer, of which 32 bytes are taken in five seconds.</summary>
    public Task ReadAsync(int count) => RunAsync(count, $"GET {TwoProcesses.Large} HTTP/1.1\r\nHost: localhost\r\n\r\n", async tls => await tls.ReadAsync(new byte[32], _end.Token) > 0);

    /// <summary>A body, of which 10 bytes come in five seconds.</summary>
    public Task WriteAsync(int count) => RunAsync(count, $"PUT {TwoProcesses.Small} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8192\r\n\r\n", async tls =>
    {
        await tls.WriteAsync("0123456789"u8.ToArray(), _end.Token);
        return true;
    });

    private async Task RunAsync(int count, string start, Func<SslStream, Task<bool>> goOn)
    {
        _end.CancelAfter(Longest);
        var clients = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            clients.Add(AttackAsync(start, goOn));
            await Task.Delay(BetweenOpenings, TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(clients);
        _end.Dispose();
    }

    private async Task AttackAsync(string start, Func<SslStream, Task<bool>> goOn)
    {
        try
        {
            await using var client = await RawTlsClient.ConnectAsync(instance.EdgePort, Tls(), ReceiveBuffer);
            await client.SendAsync(start);
            do
                await Task.Delay(Pause, _end.Token);
            while (await goOn(client.Stream));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Cut off, or the attack is over.
        }
    }

    private SslClientAuthenticationOptions Tls() => new()
    {
        TargetHost = "localhost",
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(instance.Pki("public-ca.pem")) },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };
}
