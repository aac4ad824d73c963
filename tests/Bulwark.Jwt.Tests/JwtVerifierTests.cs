using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bulwark.Core.Hosting;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Bulwark.Jwt.Tests;

public sealed class JwtVerifierTests : IAsyncLifetime
{
    private static readonly TestKey Rsa = TestKey.Rsa("rsa-1");
    private static readonly TestKey OtherRsa = TestKey.Rsa("rsa-1");
    private static readonly TestKey P256 = TestKey.P256("ec-1");

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_000_000));
    private TierEnvironment _environment = null!;
    private TestIssuer _issuer = null!;
    private JwtVerifier _verifier = null!;

    public async ValueTask InitializeAsync()
    {
        _environment = TestEnvironment.Create(_directory, _time);
        _issuer = await TestIssuer.StartAsync(_environment, Rsa.Jwk(), P256.Jwk());
        _verifier = new JwtVerifier(new JwtOptions(), _environment, ["web", "mobile"]);
    }

    public async ValueTask DisposeAsync()
    {
        _verifier.Dispose();
        await _issuer.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task Believes_a_token_of_the_issuer(string algorithm)
    {
        var key = algorithm == "RS256" ? Rsa : P256;

        var result = await VerifyAsync(key.Token(Payload("\"cognito:groups\":[\"staff\",\"analysts\"]")));

        Assert.Null(result.Failure);
        Assert.Equal("alice", result.Token!.Subject);
        Assert.Equal(["staff", "analysts"], result.Token.TextList("cognito:groups"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_003_600), result.Token.ExpiresAt);
    }

    [Fact]
    public async Task Believes_a_token_that_another_implementation_wrote()
    {
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TestEnvironment.Issuer,
            Audience = "mobile",
            Expires = DateTime.UnixEpoch.AddSeconds(1_003_600),
            NotBefore = DateTime.UnixEpoch.AddSeconds(1_000_000),
            IssuedAt = DateTime.UnixEpoch.AddSeconds(1_000_000),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = "alice" },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey((RSA)Rsa.Key) { KeyId = Rsa.KeyId }, SecurityAlgorithms.RsaSha256),
        });

        Assert.Equal("alice", (await VerifyAsync(token)).Token?.Subject);
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"rsa-1"}""", JwtFailure.Algorithm)]
    [InlineData("""{"alg":"HS256","kid":"rsa-1"}""", JwtFailure.Algorithm)]
    [InlineData("""{"alg":"RS512","kid":"rsa-1"}""", JwtFailure.Algorithm)]
    [InlineData("""{"alg":"PS256","kid":"rsa-1"}""", JwtFailure.Algorithm)]
    [InlineData("""{"alg":"rs256","kid":"rsa-1"}""", JwtFailure.Algorithm)]
    [InlineData("""{"alg":"","kid":"rsa-1"}""", JwtFailure.Algorithm)]
    [InlineData("""{"kid":"rsa-1"}""", JwtFailure.Algorithm)]
    [InlineData("""{"alg":["RS256"],"kid":"rsa-1"}""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"RS256"}""", JwtFailure.Signature)]
    [InlineData("""{"alg":"RS256","kid":""}""", JwtFailure.Signature)]
    [InlineData("""{"alg":"RS256","kid":"unknown"}""", JwtFailure.Signature)]
    [InlineData("""{"alg":"RS256","kid":"RSA-1"}""", JwtFailure.Signature)]
    [InlineData("""{"alg":"RS256","kid":7}""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"RS256","kid":null}""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"ES256","kid":"rsa-1"}""", JwtFailure.Signature)]
    [InlineData("""{"alg":"RS256","kid":"ec-1"}""", JwtFailure.Signature)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","crit":["exp"]}""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","crit":["b64"],"b64":false}""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","crit":null}""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"RS256","alg":"none","kid":"rsa-1"}""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","kid":"ec-1"}""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1",}""", JwtFailure.Malformed)]
    [InlineData("""["RS256"]""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"\ud800","kid":"rsa-1"}""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"RS256","kid":"\ud800"}""", JwtFailure.Malformed)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","\ud800":1}""", JwtFailure.Malformed)]
    [InlineData("{}", JwtFailure.Algorithm)]
    [InlineData("{{}", JwtFailure.Malformed)]
    [InlineData("", JwtFailure.Malformed)]
    public async Task Refuses_a_header(string header, JwtFailure expected) =>
        Assert.Equal(expected, (await VerifyAsync(Rsa.Token(header, Payload()))).Failure);

    [Fact]
    public async Task Ignores_header_members_that_ask_for_nothing()
    {
        // "jku", "jwk" and "x5u" bring the attacker's own key along: they are never followed.
        var header = """{"alg":"RS256","kid":"rsa-1","typ":"JWT","jku":"https://evil.example/keys","x5u":"https://evil.example/c"}""";

        Assert.Null((await VerifyAsync(Rsa.Token(header, Payload()))).Failure);
        Assert.Equal(JwtFailure.Signature, (await VerifyAsync(OtherRsa.Token(header, Payload()))).Failure);
    }

    [Fact]
    public async Task Refuses_a_mac_made_with_the_public_key_as_secret()
    {
        var content = TestKey.Encode("""{"alg":"HS256","kid":"rsa-1"}""") + "." + TestKey.Encode(Payload());
        var secret = Encoding.ASCII.GetBytes(((RSA)Rsa.Key).ExportSubjectPublicKeyInfoPem());
        var token = content + "." + Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(content)));

        Assert.Equal(JwtFailure.Algorithm, (await VerifyAsync(token)).Failure);
    }

    [Fact]
    public async Task Refuses_a_signature_of_another_key_with_the_same_id() =>
        Assert.Equal(JwtFailure.Signature, (await VerifyAsync(OtherRsa.Token(Payload()))).Failure);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(65)]
    public async Task Refuses_a_signature_of_the_wrong_length(int length)
    {
        var parts = P256.Token(Payload()).Split('.');
        var token = $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(new byte[length])}";

        Assert.Equal(JwtFailure.Signature, (await VerifyAsync(token)).Failure);
    }

    [Fact]
    public async Task Refuses_a_payload_that_was_changed()
    {
        var parts = Rsa.Token(Payload()).Split('.');
        var token = $"{parts[0]}.{TestKey.Encode(Payload().Replace("alice", "admin", StringComparison.Ordinal))}.{parts[2]}";

        Assert.Equal(JwtFailure.Signature, (await VerifyAsync(token)).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("not a token")]
    [InlineData("\0\0.\0.\0")]
    [InlineData("é.é.é")]
    [InlineData("\ud800.a.b")]
    public async Task Refuses_garbage(string token) => Assert.Equal(JwtFailure.Malformed, (await VerifyAsync(token)).Failure);

    [Theory]
    [InlineData("{0}.{1}.{2}=")]
    [InlineData("{0}.{1}. {2}")]
    [InlineData("{0}.{1}.{2}\n")]
    [InlineData("{0} .{1}.{2}")]
    [InlineData("{0}.{1}.{2}.")]
    [InlineData(".{0}.{1}.{2}")]
    public async Task Refuses_other_spellings_of_a_good_token(string spelling)
    {
        var parts = Rsa.Token(Payload()).Split('.');

        Assert.Equal(JwtFailure.Malformed, (await VerifyAsync(string.Format(null, spelling, parts[0], parts[1], parts[2]))).Failure);
    }

    [Fact]
    public async Task Refuses_what_is_larger_than_16_KiB_and_takes_what_is_just_smaller()
    {
        Assert.Equal(JwtFailure.Malformed, (await VerifyAsync(Rsa.Token(Payload($"\"x\":\"{new string('x', 12 * 1024)}\"")))).Failure);
        Assert.Null((await VerifyAsync(Rsa.Token(Payload($"\"x\":\"{new string('x', 11 * 1024)}\"")))).Failure);
    }

    [Theory]
    [InlineData("""[]""", JwtFailure.Malformed)]
    [InlineData("""{"iss":"I","aud":"web","exp":1003600,"sub":"\ud800"}""", JwtFailure.Malformed)]
    [InlineData("""{"iss":"I","iss":"I","aud":"web","exp":1003600}""", JwtFailure.Malformed)]
    [InlineData("""{"iss":"I","aud":"web","exp":1003600,"a":{"b":1,"b":2}}""", JwtFailure.Malformed)]
    [InlineData("""{"iss":"I","aud":"web","exp":1003600,"\u0065xp":9999999}""", JwtFailure.Malformed)]
    [InlineData("""{"aud":"web","exp":1003600}""", JwtFailure.Issuer)]
    [InlineData("""{"iss":"I/","aud":"web","exp":1003600}""", JwtFailure.Issuer)]
    [InlineData("""{"iss":"https://evil.example","aud":"web","exp":1003600}""", JwtFailure.Issuer)]
    [InlineData("""{"iss":["I"],"aud":"web","exp":1003600}""", JwtFailure.Issuer)]
    [InlineData("""{"iss":"I","exp":1003600}""", JwtFailure.Audience)]
    [InlineData("""{"iss":"I","aud":null,"exp":1003600}""", JwtFailure.Audience)]
    [InlineData("""{"iss":"I","aud":[],"exp":1003600}""", JwtFailure.Audience)]
    [InlineData("""{"iss":"I","aud":"WEB","exp":1003600}""", JwtFailure.Audience)]
    [InlineData("""{"iss":"I","aud":"other","exp":1003600}""", JwtFailure.Audience)]
    [InlineData("""{"iss":"I","aud":["web",7],"exp":1003600}""", JwtFailure.Audience)]
    [InlineData("""{"iss":"I","aud":{"web":"web"},"exp":1003600}""", JwtFailure.Audience)]
    [InlineData("""{"iss":"I","aud":["other","mobile"],"exp":1003600}""", null)]
    [InlineData("""{"iss":"I","aud":"web"}""", JwtFailure.NoExpiry)]
    [InlineData("""{"iss":"I","aud":"web","exp":null}""", JwtFailure.Malformed)]
    [InlineData("""{"iss":"I","aud":"web","exp":"1003600"}""", JwtFailure.Malformed)]
    [InlineData("""{"iss":"I","aud":"web","exp":-1}""", JwtFailure.Malformed)]
    [InlineData("""{"iss":"I","aud":"web","exp":1e300}""", JwtFailure.Malformed)]
    [InlineData("""{"iss":"I","aud":"web","exp":999940}""", JwtFailure.Expired)]
    [InlineData("""{"iss":"I","aud":"web","exp":999940.9}""", JwtFailure.Expired)]
    [InlineData("""{"iss":"I","aud":"web","exp":999941}""", null)]
    [InlineData("""{"iss":"I","aud":"web","exp":1003600.5}""", null)]
    [InlineData("""{"iss":"I","aud":"web","exp":1003600,"nbf":1000060}""", null)]
    [InlineData("""{"iss":"I","aud":"web","exp":1003600,"nbf":1000061}""", JwtFailure.NotYetValid)]
    [InlineData("""{"iss":"I","aud":"web","exp":1003600,"nbf":"soon"}""", JwtFailure.Malformed)]
    public async Task Judges_the_claims(string payload, JwtFailure? expected)
    {
        var token = Rsa.Token(payload.Replace("\"I", $"\"{TestEnvironment.Issuer}", StringComparison.Ordinal));

        Assert.Equal(expected, (await VerifyAsync(token)).Failure);
    }

    [Fact]
    public async Task Takes_any_audience_when_the_caller_checks_it_himself()
    {
        using var verifier = new JwtVerifier(new JwtOptions(), _environment, []);

        Assert.Null((await verifier.VerifyAsync(
            Rsa.Token($$"""{"iss":"{{TestEnvironment.Issuer}}","exp":1003600}"""), TestContext.Current.CancellationToken)).Failure);
    }

    [Fact]
    public async Task Goes_by_the_audiences_and_leeway_of_the_settings()
    {
        using var verifier = new JwtVerifier(new JwtOptions { Audiences = ["else"], LeewaySeconds = 0 }, _environment, ["web"]);

        Assert.Equal(JwtFailure.Audience, (await verifier.VerifyAsync(Rsa.Token(Payload()), TestContext.Current.CancellationToken)).Failure);
        Assert.Equal(JwtFailure.Expired, (await verifier.VerifyAsync(
            Rsa.Token($$"""{"iss":"{{TestEnvironment.Issuer}}","aud":"else","exp":1000000}"""), TestContext.Current.CancellationToken)).Failure);
    }

    [Fact]
    public async Task Stops_believing_a_token_when_its_time_is_over()
    {
        var token = Rsa.Token(Payload());
        Assert.Null((await VerifyAsync(token)).Failure);

        _time.Advance(TimeSpan.FromSeconds(3_660));

        Assert.Equal(JwtFailure.Expired, (await VerifyAsync(token)).Failure);
    }

    private static string Payload(string more = "\"token_use\":\"id\"") =>
        $$"""{"iss":"{{TestEnvironment.Issuer}}","aud":"web","sub":"alice","iat":1000000,"exp":1003600,{{more}}}""";

    private ValueTask<JwtResult> VerifyAsync(string token) => _verifier.VerifyAsync(token, TestContext.Current.CancellationToken);
}
