using Bulwark.Core.Hosting;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Jwt.Tests;

public sealed class IssuerKeysTests : IDisposable
{
    private static readonly TestKey First = TestKey.Rsa("first");
    private static readonly TestKey Second = TestKey.Rsa("second");

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_000_000));
    private readonly TierEnvironment _environment;
    private readonly JwtVerifier _verifier;

    public IssuerKeysTests()
    {
        _environment = TestEnvironment.Create(_directory, _time);
        _verifier = new JwtVerifier(new JwtOptions(), _environment, ["web"]);
    }

    public void Dispose()
    {
        _verifier.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_removed_key_stops_validating_at_the_next_refresh()
    {
        await using var issuer = await TestIssuer.StartAsync(_environment, First.Jwk(), Second.Jwk());
        Assert.Null(await FailureAsync(First));

        issuer.KeySet = TestIssuer.KeySetOf(Second.Jwk());
        _time.Advance(IssuerKeys.RefreshAfter);

        Assert.Equal(JwtFailure.Signature, await FailureAsync(First));
        Assert.Null(await FailureAsync(Second));
    }

    [Fact]
    public async Task A_new_key_is_fetched_when_the_first_token_names_it()
    {
        await using var issuer = await TestIssuer.StartAsync(_environment, First.Jwk());
        Assert.Null(await FailureAsync(First));

        issuer.KeySet = TestIssuer.KeySetOf(First.Jwk(), Second.Jwk());
        _time.Advance(IssuerKeys.MinInterval);

        Assert.Null(await FailureAsync(Second));
        Assert.Equal(2, issuer.Requests);
    }

    [Fact]
    public async Task An_emptied_key_set_believes_nothing()
    {
        await using var issuer = await TestIssuer.StartAsync(_environment, First.Jwk());
        Assert.Null(await FailureAsync(First));

        issuer.KeySet = TestIssuer.KeySetOf();
        _time.Advance(IssuerKeys.RefreshAfter);

        Assert.Equal(JwtFailure.Signature, await FailureAsync(First));
    }

    [Fact]
    public async Task Made_up_key_ids_do_not_hammer_the_issuer()
    {
        await using var issuer = await TestIssuer.StartAsync(_environment, First.Jwk());
        Assert.Null(await FailureAsync(First));
        _time.Advance(IssuerKeys.MinInterval);

        for (var i = 0; i < 50; i++)
            Assert.Equal(JwtFailure.Signature, await FailureAsync(First, keyId: $"made-up-{i}"));

        Assert.Equal(2, issuer.Requests);
        Assert.Null(await FailureAsync(First));
    }

    [Fact]
    public async Task Everybody_waits_for_one_and_the_same_fetch()
    {
        await using var issuer = await TestIssuer.StartAsync(_environment, First.Jwk());
        var gate = new TaskCompletionSource();
        issuer.Gate = gate.Task;

        var verdicts = Enumerable.Range(0, 20).Select(_ => FailureAsync(First).AsTask()).ToArray();
        gate.SetResult();

        Assert.All(await Task.WhenAll(verdicts), failure => Assert.Null(failure));
        Assert.Equal(1, issuer.Requests);
    }

    [Fact]
    public async Task A_caller_who_leaves_takes_nobody_with_him()
    {
        await using var issuer = await TestIssuer.StartAsync(_environment, First.Jwk());
        var gate = new TaskCompletionSource();
        issuer.Gate = gate.Task;
        using var leaving = new CancellationTokenSource();

        var left = _verifier.VerifyAsync(Token(First, First.KeyId), leaving.Token).AsTask();
        var stays = FailureAsync(First).AsTask();
        await leaving.CancelAsync();
        await Task.WhenAny(left);
        Assert.True(left.IsCanceled);

        gate.SetResult();
        Assert.Null(await stays);
    }

    [Fact]
    public async Task No_keys_means_closed_until_the_issuer_is_up()
    {
        Assert.Equal(JwtFailure.KeysUnavailable, await FailureAsync(First));

        await using var issuer = await TestIssuer.StartAsync(_environment, First.Jwk());
        _time.Advance(IssuerKeys.MinInterval);

        Assert.Null(await FailureAsync(First));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    public async Task An_answer_that_is_no_key_set_counts_as_an_outage(string? keySet)
    {
        await using var issuer = await TestIssuer.StartAsync(_environment);
        issuer.KeySet = keySet;

        Assert.Equal(JwtFailure.KeysUnavailable, await FailureAsync(First));
    }

    [Fact]
    public async Task A_key_set_beyond_all_measure_counts_as_an_outage()
    {
        await using var issuer = await TestIssuer.StartAsync(_environment, First.Jwk());
        issuer.KeySet = TestIssuer.KeySetOf(First.Jwk()) + new string(' ', 256 * 1024);

        Assert.Equal(JwtFailure.KeysUnavailable, await FailureAsync(First));
    }

    [Fact]
    public async Task The_last_keys_outlive_an_outage_by_an_hour_and_no_longer()
    {
        var issuer = await TestIssuer.StartAsync(_environment, First.Jwk());
        Assert.Null(await FailureAsync(First));
        await issuer.DisposeAsync();

        _time.Advance(IssuerKeys.MaxAge - TimeSpan.FromSeconds(1));
        Assert.Null(await FailureAsync(First));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(JwtFailure.KeysUnavailable, await FailureAsync(First));
    }

    [Fact]
    public async Task An_issuer_that_fails_is_left_alone_for_a_while()
    {
        await using var issuer = await TestIssuer.StartAsync(_environment, First.Jwk());
        Assert.Null(await FailureAsync(First));
        issuer.KeySet = null;
        _time.Advance(IssuerKeys.RefreshAfter);

        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await FailureAsync(First));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, issuer.Requests);
    }

    // Leeway and lifetime are not what is tested here, so the tokens outlast every test.
    private static string Token(TestKey key, string keyId) => key.Token(
        $$"""{"alg":"RS256","kid":"{{keyId}}"}""", $$"""{"iss":"{{TestEnvironment.Issuer}}","aud":"web","exp":2000000}""");

    private async ValueTask<JwtFailure?> FailureAsync(TestKey key, string? keyId = null) =>
        (await _verifier.VerifyAsync(Token(key, keyId ?? key.KeyId), TestContext.Current.CancellationToken)).Failure;
}
