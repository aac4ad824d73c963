using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Jwt.Tests;

public sealed class RememberingVerifierTests : IAsyncLifetime
{
    private static readonly TestKey P256 = TestKey.P256("ec-1");
    private static readonly TestKey Other = TestKey.P256("ec-2");

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_000_000));
    private TestIssuer _issuer = null!;
    private RememberingVerifier _verifier = null!;

    public async ValueTask InitializeAsync()
    {
        var environment = TestEnvironment.Create(_directory, _time);
        _issuer = await TestIssuer.StartAsync(environment, P256.Jwk());
        _verifier = new RememberingVerifier(new JwtVerifier(new JwtOptions { LeewaySeconds = 0 }, environment, []));
    }

    public async ValueTask DisposeAsync()
    {
        _verifier.Dispose();
        await _issuer.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Gives_the_same_claims_again_without_verifying()
    {
        var token = Token(seconds: 3600);

        var first = await VerifyAsync(token);
        var second = await VerifyAsync(token);

        Assert.Equal("alice", first.Token!.Subject);
        Assert.Same(first.Token, second.Token);
    }

    [Fact]
    public async Task Lets_a_remembered_token_end_in_its_time()
    {
        var token = Token(seconds: 100);
        Assert.NotNull((await VerifyAsync(token)).Token);

        _time.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal(JwtFailure.Expired, (await VerifyAsync(token)).Failure);
    }

    [Fact]
    public async Task Believes_no_remembered_token_whose_key_was_taken_down()
    {
        var token = Token(seconds: 3600);
        Assert.NotNull((await VerifyAsync(token)).Token);
        _issuer.KeySet = TestIssuer.KeySetOf(Other.Jwk());

        _time.Advance(IssuerKeys.RefreshAfter);

        Assert.Equal(JwtFailure.Signature, (await VerifyAsync(token)).Failure);
    }

    [Fact]
    public async Task Believes_no_remembered_token_whose_key_was_exchanged_under_its_name()
    {
        var token = Token(seconds: 3600);
        Assert.NotNull((await VerifyAsync(token)).Token);
        _issuer.KeySet = TestIssuer.KeySetOf(TestKey.P256("ec-1").Jwk());

        _time.Advance(IssuerKeys.RefreshAfter);

        Assert.Equal(JwtFailure.Signature, (await VerifyAsync(token)).Failure);
    }

    [Fact]
    public async Task Goes_on_believing_after_the_same_keys_were_fetched_anew()
    {
        var token = Token(seconds: 3600);
        var first = await VerifyAsync(token);

        _time.Advance(IssuerKeys.RefreshAfter);
        var second = await VerifyAsync(token);

        Assert.Equal("alice", second.Token!.Subject);
        Assert.NotSame(first.Token, second.Token);
        Assert.Equal(2, _issuer.Requests);
    }

    [Fact]
    public async Task Remembers_no_refusal_of_a_forged_token_as_belief()
    {
        var token = Token(seconds: 3600);
        Assert.NotNull((await VerifyAsync(token)).Token);

        var forged = token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");

        Assert.Equal(JwtFailure.Signature, (await VerifyAsync(forged)).Failure);
        Assert.Equal(JwtFailure.Signature, (await VerifyAsync(forged)).Failure);
        Assert.Equal(JwtFailure.Malformed, (await VerifyAsync("syt_opaque_token")).Failure);
    }

    [Fact]
    public async Task Forgets_what_nobody_shows_any_more_and_keeps_what_is_shown()
    {
        var believed = new BelievedTokens(capacity: 8);
        var token = (await VerifyAsync(Token(seconds: 3600))).Token!;
        var kept = new TokenDigest(0, 0, 0, 1);
        var forgotten = new TokenDigest(0, 0, 0, 2);
        believed.Add(kept, token);
        believed.Add(forgotten, token);

        for (ulong i = 10; i < 30; i++)
        {
            believed.Add(new TokenDigest(0, 0, 0, i), token);
            Assert.NotNull(believed.Find(kept));
        }

        Assert.Null(believed.Find(forgotten));
        Assert.InRange(Enumerable.Range(10, 20).Count(i => believed.Find(new TokenDigest(0, 0, 0, (ulong)i)) is not null), 1, 10);
    }

    private static string Token(int seconds) => P256.Token($$"""{"iss":"{{TestEnvironment.Issuer}}","sub":"alice","exp":{{1_000_000 + seconds}}}""");

    private ValueTask<JwtResult> VerifyAsync(string token) => _verifier.VerifyAsync(token, TestContext.Current.CancellationToken);
}
