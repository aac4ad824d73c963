using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Admin.Control;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Admin.Tests;

/// <summary>The real tier with real certificates, on a port that the system chooses.</summary>
internal sealed class AdminInstance : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<HttpClient> _clients = [];
    private readonly WebApplication _tier;

    private AdminInstance()
    {
        Environment = TestEnvironment.Create(_directory, Time, Log);
        TestPki.CopyTo(Environment.Data);
        Folder = new PkiFolder(Environment.Data);
        _tier = AdminTier.Build(new AdminOptions { Port = 0 }, Environment);
        Control = new ControlClient(Environment.Data, AdminTier.Name);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public RecordingLoggerFactory Log { get; } = new();

    public TierEnvironment Environment { get; }

    public PkiFolder Folder { get; }

    public ControlClient Control { get; }

    public Uri Url { get; private set; } = null!;

    public static async Task<AdminInstance> StartAsync()
    {
        var instance = new AdminInstance();
        await instance._tier.StartAsync(TestContext.Current.CancellationToken);
        var addresses = instance._tier.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var port = addresses.Select(BindingAddress.Parse).Single(address => !address.IsUnixPipe).Port;
        instance.Url = new Uri($"https://127.0.0.1:{port}/");
        return instance;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        Control.Dispose();
        await _tier.DisposeAsync();
        Log.Dispose();
        _directory.Dispose();
    }

    /// <summary>A client that knows the admin CA, does not follow redirects and keeps no cookies.</summary>
    public HttpClient Client(X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = TrustStore.Load(Folder.Certificate(PkiFolder.AdminCa)).CreateServerPolicy(),
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
            },
        };
        var client = new HttpClient(handler) { BaseAddress = Url };
        _clients.Add(client);
        return client;
    }

    /// <summary>A certificate of the instance.</summary>
    public X509Certificate2 Certificate(string name) => CertificateFiles.Load(Folder.Certificate(name), Folder.Key(name));

    public Task<AdminLink> CreateLinkAsync() => Control.PostAsync("/links", AdminJson.Default.AdminLink, TestContext.Current.CancellationToken);

    /// <summary>Makes a link, redeems it and gives the session's cookie.</summary>
    public async Task<string> SignInAsync()
    {
        var link = await CreateLinkAsync();
        using var response = await RedeemAsync(link);
        return Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    public Task<HttpResponseMessage> RedeemAsync(AdminLink link) => PostAsync("/link", secret: link.Url[(link.Url.LastIndexOf('/') + 1)..]);

    /// <summary>Posts a form as our own page does, unless the test says otherwise.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string? secret = null, string? cookie = null, string? site = "same-origin", string? origin = null)
    {
        var form = new FormUrlEncodedContent(secret is null ? [] : [KeyValuePair.Create("secret", secret)]);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = form }, cookie, site, origin);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? cookie = null) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cookie, null, null);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? cookie, string? site, string? origin)
    {
        foreach (var (name, value) in new[] { ("Cookie", cookie), ("Sec-Fetch-Site", site), ("Origin", origin) })
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        using (request)
            return await Client().SendAsync(request, TestContext.Current.CancellationToken);
    }
}
