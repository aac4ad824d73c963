using System.Net.Security;
using Bulwark.Core;
using Bulwark.Pki;

namespace Bulwark.Posture.Tests.Probes;

public sealed class OriginRefusesCertificateTests : ProbeFixture
{
    private const string NoCertificate = "origin.mtls.no-certificate";
    private const string WrongCa = "origin.mtls.wrong-ca";
    private const string ServerAuth = "origin.mtls.server-auth";
    private const string NoEku = "origin.mtls.no-eku";
    private const string Expired = "origin.mtls.expired";
    private const string NotYetValid = "origin.mtls.not-yet-valid";
    private const string SelfSigned = "origin.mtls.self-signed";
    private const string StrippedChain = "origin.mtls.stripped-chain";
    private const string AnyEku = "origin.mtls.any-eku";
    private const string Revoked = "origin.mtls.revoked";

    private readonly TrustStore _store;

    public OriginRefusesCertificateTests(Deployment deployment)
        : base(deployment) => _store = TrustStore.LoadInstance(deployment.Environment.Data, PkiFolder.OriginCa, TimeProvider.System);

    public static TheoryData<string> All => [NoCertificate, WrongCa, ServerAuth, NoEku, Expired, NotYetValid, SelfSigned, StrippedChain, AnyEku, Revoked];

    public static TheoryData<string, ClientCertificateReason> Reasons => new()
    {
        { NoCertificate, ClientCertificateReason.NoCertificate },
        { WrongCa, ClientCertificateReason.Untrusted },
        { ServerAuth, ClientCertificateReason.MissingClientAuthEku },
        { NoEku, ClientCertificateReason.MissingClientAuthEku },
        { Expired, ClientCertificateReason.Expired },
        { NotYetValid, ClientCertificateReason.NotYetValid },
        { SelfSigned, ClientCertificateReason.Untrusted },
        { StrippedChain, ClientCertificateReason.Untrusted },
        { AnyEku, ClientCertificateReason.MissingClientAuthEku },
        { Revoked, ClientCertificateReason.Revoked },
    };

    [Theory]
    [MemberData(nameof(All))]
    public async Task Passes_when_the_lock_closes_without_an_answer(string id)
    {
        await using var origin = BrokenListener.Origin(Deployment, (leaf, _) => _store.Verify(leaf).IsAccepted);

        Is(ProbeOutcome.Pass, "closed without an answer, over HTTP/1.1 and HTTP/2", await RunAsync(id, Deployment.Target(origin: origin)));
        Assert.Empty(origin.Requests);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Passes_when_the_lock_breaks_the_handshake(string id)
    {
        await using var origin = new BrokenListener
        {
            Certificate = BrokenListener.Load(Deployment, PkiFolder.LoadBalancer),
            AdmitsInHandshake = leaf => _store.Verify(leaf).IsAccepted,
        }.Start();

        Assert.Equal(ProbeOutcome.Pass, (await RunAsync(id, Deployment.Target(origin: origin))).Outcome);
        Assert.Empty(origin.Requests);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Fails_when_the_lock_is_off(string id)
    {
        await using var origin = BrokenListener.Origin(Deployment, (_, _) => true);

        Is(ProbeOutcome.Fail, "answered over http/1.1: HTTP 302", await RunAsync(id, Deployment.Target(origin: origin)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Fails_when_the_lock_holds_for_http_1_alone(string id)
    {
        await using var origin = BrokenListener.Origin(Deployment, (_, protocol) => protocol == SslApplicationProtocol.Http2);

        Is(ProbeOutcome.Fail, "answered over h2: 9 bytes that are not HTTP/1.1", await RunAsync(id, Deployment.Target(origin: origin)));
    }

    [Fact]
    public async Task Fails_on_an_error_page_too()
    {
        await using var origin = new BrokenListener { Certificate = BrokenListener.Load(Deployment, PkiFolder.LoadBalancer), Answers = _ => BrokenListener.Response(400) }.Start();

        Is(ProbeOutcome.Fail, "answered over http/1.1: HTTP 400", await RunAsync(NoCertificate, Deployment.Target(origin: origin)));
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Finds_the_lock_that_forgets_just_this_one_check(string id, ClientCertificateReason forgotten)
    {
        await using var origin = BrokenListener.Origin(Deployment, (leaf, _) => _store.Verify(leaf).Reason == forgotten);

        Assert.Equal(ProbeOutcome.Fail, (await RunAsync(id, Deployment.Target(origin: origin))).Outcome);
        Assert.All(origin.Requests, request => Assert.Equal(forgotten, _store.Verify(request.ClientCertificate).Reason));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Learns_nothing_when_nothing_listens(string id)
    {
        var target = Deployment.Target();

        Is(ProbeOutcome.Inconclusive, $"localhost:{target.Origin!.Port} cannot be reached: ConnectionRefused", await RunAsync(id, target));
    }

    [Fact]
    public async Task Learns_nothing_from_silence()
    {
        await using var origin = new BrokenListener { Certificate = BrokenListener.Load(Deployment, PkiFolder.LoadBalancer), IsSilent = true }.Start();

        Is(ProbeOutcome.Inconclusive, "neither answered nor closed within 1 s", await RunAsync(NoCertificate, Deployment.Target(origin: origin) with { Limits = Impatient }));
    }

    [Theory]
    [InlineData(ServerAuth)]
    [InlineData(NoEku)]
    [InlineData(Expired)]
    public async Task Needs_the_ca_key_to_mint_a_bad_certificate(string id)
    {
        var withoutKey = Deployment.Target() with { Credentials = new PostureCredentials(Deployment.Pki with { UnlockKey = new Core.Configuration.SecretFile { File = "nowhere" } }) };
        var without = await Assert.ThrowsAsync<OperatorException>(() => RunAsync(id, withoutKey));
        Assert.StartsWith("needs the origin CA key: The secret file ", without.Message, StringComparison.Ordinal);

        var foreign = await Assert.ThrowsAsync<OperatorException>(() => RunAsync(id, Deployment.Target() with { Credentials = null }));
        Assert.Equal("needs the origin CA key, which is not at hand for this deployment", foreign.Message);
    }

    [Fact]
    public async Task Needs_a_revoked_certificate_to_see_that_it_is_refused()
    {
        var without = Deployment.Target() with { Credentials = new PostureCredentials(new CredentialFiles(), authorityKey: null, TimeProvider.System) };

        Assert.Equal("needs a revoked client certificate, which is not at hand for this deployment: name it with --revoked-cert and --revoked-key",
            (await Assert.ThrowsAsync<OperatorException>(() => RunAsync(Revoked, without))).Message);
    }

    [Theory]
    [InlineData(NoCertificate)]
    [InlineData(WrongCa)]
    public async Task Needs_no_ca_key_to_come_without_or_with_a_foreign_certificate(string id)
    {
        await using var origin = BrokenListener.Origin(Deployment, (_, _) => false);

        Assert.Equal(ProbeOutcome.Pass, (await RunAsync(id, Deployment.Target(origin: origin) with { Credentials = null })).Outcome);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Does_not_apply_to_a_load_balancer_that_nobody_named(string id) =>
        Is(ProbeOutcome.NotApplicable, "the address of the load balancer is not known: name it with --origin", await RunAsync(id, Deployment.Target() with { Origin = null }));
}
