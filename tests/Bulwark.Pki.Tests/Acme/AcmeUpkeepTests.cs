using System.Security.Cryptography;
using System.Text;
using Bulwark.Core.Hosting;
using Bulwark.Pki.Acme;
using Bulwark.Testing;
using Bulwark.Testing.Acme;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Pki.Tests.Acme;

/// <summary>The client against a server that behaves well and badly. Names are proved without a network here.</summary>
public sealed class AcmeUpkeepTests : IAsyncLifetime
{
    private static readonly string[] Names = ["chat.example.org", "api.example.org"];

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly PendingChallenges _challenges = new();
    private readonly RecordingLoggerFactory _log = new();
    private TierEnvironment _environment = null!;
    private StandInAcme _acme = null!;
    private AcmeRequest _request = null!;
    private int _reloads;

    public async ValueTask InitializeAsync()
    {
        _environment = TestEnvironment.Create(_directory, _time, _log);
        _acme = await StandInAcme.StartAsync(_time);
        _acme.Prove = (_, token, authorization) => _challenges.AuthorizationOf(token) == authorization;
        var trusted = Path.Combine(_directory.Path, "acme-ca.pem");
        await File.WriteAllTextAsync(trusted, _acme.RootPem);
        _request = new AcmeRequest
        {
            Directory = _acme.Directory,
            Names = Names,
            UsesHttp01 = true,
            TrustedAuthority = TrustStore.Load(trusted, _time),
            ShortestPause = TimeSpan.Zero,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _acme.DisposeAsync();
        _directory.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Gets_one_certificate_for_all_names()
    {
        var status = await LookAsync();

        Assert.Equal("waiting", status.State);
        Assert.Equal(1, _reloads);
        var certificate = new AcmeFiles(_environment.Data).TryLoad(out _)!;
        Assert.True(LeafState.Covers(certificate.TargetCertificate, Names));
        Assert.Equal(2, CertificateFiles.LoadAll(new AcmeFiles(_environment.Data).CertificateFile).Count);
        Assert.Null(_challenges.AuthorizationOf(_acme.Orders[0].Tokens[Names[0]]));
    }

    [Fact]
    public async Task Takes_another_nonce_when_one_is_refused()
    {
        _acme.BadNonces = 3;

        Assert.Equal("waiting", (await LookAsync()).State);
    }

    [Fact]
    public async Task Gives_up_on_a_server_that_takes_no_nonce()
    {
        _acme.BadNonces = int.MaxValue;

        Assert.Equal("The ACME server refused: the nonce is not one of ours (badNonce).", (await LookAsync()).LastError);
        Assert.True(_acme.Requests.Count < 10, "It asks again and again.");
    }

    [Fact]
    public async Task Waits_as_long_as_a_server_asks_for_and_keeps_the_order_meanwhile()
    {
        _acme.Before = context => context.Request.Path.Value!.EndsWith("/finalize", StringComparison.Ordinal)
            ? throw new AcmeRefusalException("rateLimited", "too many", 429) { RetryAfter = TimeSpan.FromHours(5) }
            : Task.FromResult(false);
        var status = await LookAsync();

        Assert.Equal("The ACME server refused: too many (rateLimited).", status.LastError);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(5), status.NextTry);
        _acme.Before = _ => Task.FromResult(false);
        _time.Advance(TimeSpan.FromHours(4.9));
        Assert.Equal("failing", (await LookAsync()).State);
        _time.Advance(TimeSpan.FromHours(0.2));
        Assert.Equal("waiting", (await LookAsync()).State);
        Assert.Single(_acme.Orders);
    }

    [Theory]
    [InlineData("malformed", "/directory", "The ACME server's answer to /directory is no directory.")]
    [InlineData("null", "/new-order", "The ACME server's answer to /order/1 is no order.")]
    [InlineData("huge", "/new-account", "An answer of the ACME server {0} is too large.")]
    [InlineData("redirect", "/directory", "The ACME server redirects /directory (status 302), which is never followed: name the directory's own address.")]
    [InlineData("foreign", "/directory", "The ACME server names the address 'https://169.254.169.254/nonce', which is not on https://{0}: refused.")]
    [InlineData("plain", "/directory", "The ACME server names the address 'http://{0}/nonce', which is not on https://{0}: refused.")]
    [InlineData("relative", "/directory", "The ACME server names the address 'nonce', which is not on https://{0}: refused.")]
    [InlineData("error page", "/new-account", "The ACME server refused /new-account with status 502.")]
    public async Task Refuses_answers_that_are_none(string kind, string path, string message)
    {
        _acme.Before = context => AnswerBadlyAsync(context, kind, path);

        var status = await LookAsync();

        Assert.Equal(message.Replace("{0}", _acme.Directory.Authority, StringComparison.Ordinal), status.LastError);
        Assert.Equal(0, _reloads);
    }

    [Theory]
    [InlineData("key", "it is for another key")]
    [InlineData("names", "it is not for chat.example.org, api.example.org")]
    [InlineData("expired", "it is valid from ")]
    [InlineData("chain", "its certificates did not sign one another")]
    [InlineData("none", "it holds 0 certificates")]
    public async Task Refuses_a_certificate_that_is_not_what_was_asked_for(string kind, string reason)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _acme.OtherKey = kind == "key" ? other : null;
        _acme.OtherNames = kind == "names" ? [Names[0]] : null;
        _acme.Lifetime = kind == "expired" ? TimeSpan.FromSeconds(1) : _acme.Lifetime;
        _acme.Chain = chain => kind switch
        {
            "chain" => chain[..chain.IndexOf("-----BEGIN", 20, StringComparison.Ordinal)] + _acme.OtherAuthorityPem,
            "none" => "nothing",
            _ => chain,
        };
        _acme.Before = context =>
        {
            if (kind == "expired" && context.Request.Path.StartsWithSegments("/certificate", StringComparison.Ordinal))
                _time.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(false);
        };

        var status = await LookAsync();

        Assert.StartsWith($"The certificate of the ACME server is refused: {reason}", status.LastError, StringComparison.Ordinal);
        Assert.False(File.Exists(new AcmeFiles(_environment.Data).CertificateFile));
    }

    [Fact]
    public async Task Binds_its_account_to_one_at_the_CA_and_keeps_the_secret_to_itself()
    {
        var secret = "an-external-secret-of-the-customer"u8.ToArray();
        _acme.ExternalAccount = ("customer-7", secret);
        Assert.Equal("The ACME server takes accounts that are bound to one at its CA only: set edge.acme.externalAccount.", (await LookAsync()).LastError);

        _request = _request with { ExternalAccount = new ExternalAccount("customer-7", "wrong"u8.ToArray()) };
        Assert.Equal("The ACME server refused: the binding is wrong (unauthorized).", (await LookAsync(isWoken: true)).LastError);

        _request = _request with { ExternalAccount = new ExternalAccount("customer-7", secret) };
        Assert.Equal("waiting", (await LookAsync(isWoken: true)).State);
        Assert.DoesNotContain(Encoding.ASCII.GetString(secret), _log.Text + _request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renews_with_a_third_of_the_life_left_under_the_same_account_and_says_what_it_replaces()
    {
        _acme.RenewalWindow = (_time.GetUtcNow().AddDays(80), _time.GetUtcNow().AddDays(81));
        await LookAsync();
        _time.Advance(TimeSpan.FromDays(56));
        await LookAsync();
        Assert.Single(_acme.Orders);

        _time.Advance(TimeSpan.FromDays(4.1));
        await LookAsync();

        Assert.Equal(2, _acme.Orders.Count);
        Assert.Equal(1, _acme.Accounts);
        Assert.NotNull(_acme.Orders[1].Replaces);
        Assert.Equal(2, _reloads);
    }

    [Fact]
    public async Task Renews_at_once_when_the_server_says_that_it_is_time()
    {
        _acme.RenewalWindow = (_time.GetUtcNow().AddDays(-2), _time.GetUtcNow().AddDays(-1));
        await LookAsync();
        _acme.RenewalWindow = (_time.GetUtcNow().AddDays(-2), _time.GetUtcNow().AddDays(-1));

        await LookAsync();

        Assert.Equal(2, _acme.Orders.Count);
    }

    [Fact]
    public async Task Makes_another_account_when_the_server_has_forgotten_it()
    {
        await LookAsync();
        _acme.ForgetAccounts();

        await LookAsync(isAsked: true);

        Assert.Equal(2, _acme.Orders.Count);
        Assert.Equal("waiting", (await LookAsync()).State);
    }

    [Fact]
    public async Task Asks_again_for_other_names()
    {
        await LookAsync();
        _request = _request with { Names = [.. Names, "new.example.org"] };

        Assert.Equal("waiting", (await LookAsync()).State);
        Assert.Equal(["chat.example.org", "api.example.org", "new.example.org"], _acme.Orders[1].Names);
    }

    [Fact]
    public async Task Gets_its_certificate_whichever_request_it_dies_at()
    {
        await LookAsync();
        var whole = _acme.Requests.Count;
        for (var fatal = 1; fatal <= whole; fatal++)
        {
            // Nothing is left but the files, as after kill -9.
            foreach (var file in Directory.EnumerateFiles(_environment.Data.Pki))
                File.Delete(file);

            using var death = new CancellationTokenSource();
            var left = fatal;
            _acme.Before = async _ =>
            {
                if (--left == 0)
                    await death.CancelAsync();
                return false;
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Upkeep().LookAsync(false, false, death.Token));
            _acme.Before = _ => Task.FromResult(false);
            var orders = _acme.Orders.Count;

            Assert.Equal("waiting", (await LookAsync()).State);
            Assert.InRange(_acme.Orders.Count - orders, 0, 1);
        }

        Assert.InRange(whole, 10, 30);
    }

    [Fact]
    public async Task Forgets_what_is_of_no_use_when_the_settings_ask_for_nothing()
    {
        await LookAsync();
        var upkeep = new AcmeUpkeep(_environment, _challenges, () => null, _ => Task.CompletedTask);
        await upkeep.LookAsync(false, false, Deadline.Token());
        Assert.True(File.Exists(new AcmeFiles(_environment.Data).CertificateFile));

        _time.Advance(TimeSpan.FromDays(70));
        await upkeep.LookAsync(false, false, Deadline.Token());

        Assert.Equal("off", upkeep.Status.State);
        Assert.False(File.Exists(new AcmeFiles(_environment.Data).CertificateFile));
    }

    private AcmeUpkeep Upkeep() => new(_environment, _challenges, () => _request, _ =>
    {
        _reloads++;
        return Task.CompletedTask;
    });

    /// <summary>One look of a process that has just started.</summary>
    private async Task<AcmeStatus> LookAsync(bool isWoken = false, bool isAsked = false)
    {
        var upkeep = Upkeep();
        await upkeep.LookAsync(isWoken, isAsked, Deadline.Token());
        return upkeep.Status;
    }

    private async Task<bool> AnswerBadlyAsync(HttpContext context, string kind, string path)
    {
        var isOrder = path == "/new-order" && context.Request.Path.StartsWithSegments("/order", StringComparison.Ordinal);
        if (context.Request.Path != path && !isOrder)
            return false;

        if (path == "/new-order" && !isOrder)
            return false;

        var nonce = kind switch { "foreign" => "https://169.254.169.254/nonce", "plain" => $"http://{_acme.Directory.Authority}/nonce", _ => "nonce" };
        switch (kind)
        {
            case "redirect":
                context.Response.Redirect("https://example.org/");
                return true;
            case "error page":
                context.Response.StatusCode = 502;
                await context.Response.WriteAsync("<html>");
                return true;
            case "huge":
                await context.Response.WriteAsync(new string(' ', 300 * 1024));
                return true;
            case "null":
                await context.Response.WriteAsync("""{"status":"pending","identifiers":null,"authorizations":[],"finalize":"x"}""");
                return true;
            case "malformed":
                await context.Response.WriteAsync("<html>");
                return true;
            default:
                context.Response.Headers.Remove("Replay-Nonce");
                var root = _acme.Directory.GetLeftPart(UriPartial.Authority);
                await context.Response.WriteAsync($$"""{"newNonce":"{{nonce}}","newAccount":"{{root}}/new-account","newOrder":"{{root}}/new-order"}""");
                return true;
        }
    }
}
