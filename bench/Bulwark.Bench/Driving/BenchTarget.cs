using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Identity.Control;

namespace Bulwark.Bench.Driving;

/// <summary>The instance that is driven: its public address, its tokens, and the CPU time that its process has used.</summary>
internal sealed class BenchTarget(string data, int portOffset) : IDisposable
{
    private readonly DataDirectory _data = new(data);
    private readonly List<HttpClient> _clients = [];

    public Uri Url { get; } = new($"https://localhost:{8443 + portOffset}");

    /// <summary>A client that trusts the instance's public CA, with connections of its own.</summary>
    public HttpClient CreateClient(Version version)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_data.Pki, "public-ca.pem")) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        var client = new HttpClient(handler) { BaseAddress = Url, DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        _clients.Add(client);
        return client;
    }

    /// <summary>An ID token for a user in a group.</summary>
    public async Task<string> TokenAsync(string user, string group)
    {
        using var control = new ControlClient(_data, "identity");
        var request = new MintTokenRequest { User = user, Groups = [group] };
        var minted = await control.PostAsync("/tokens", request, IdentityControlJson.Default.MintTokenRequest, IdentityControlJson.Default.MintedToken, CancellationToken.None);
        return minted.Token;
    }

    /// <summary>CPU seconds that the instance has used since it started.</summary>
    public TimeSpan CpuTime()
    {
        using var process = Process.GetProcessById(int.Parse(File.ReadAllText(_data.PidFile("edge")), CultureInfo.InvariantCulture));
        return process.TotalProcessorTime;
    }

    public static Version Http11 => HttpVersion.Version11;

    public static Version Http2 => HttpVersion.Version20;

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
    }
}
