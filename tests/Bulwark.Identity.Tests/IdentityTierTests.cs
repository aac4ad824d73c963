using Bulwark.Core;
using Bulwark.Identity.Control;
using Bulwark.Jwt;
using Bulwark.Testing;

namespace Bulwark.Identity.Tests;

public sealed class IdentityTierTests
{
    [Fact]
    public async Task Makes_its_files_closed_at_the_first_start()
    {
        using var directory = new TemporaryDirectory();
        await using var app = IdentityTier.Build(IdentityInstance.CheapOptions(), TestEnvironment.Create(directory));
        await app.StartAsync(TestContext.Current.CancellationToken);

        foreach (var file in new[] { "pki/identity-id-token.key.pem", "pki/identity-access-token.key.pem", "secrets/bulwark-mcp.secret", "db/identity.db" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory[file]));
    }

    [Fact]
    public void Refuses_to_start_with_a_key_that_others_can_read()
    {
        using var directory = new TemporaryDirectory();
        var environment = TestEnvironment.Create(directory);
        TestKeys.Write(environment.Data);
        var key = Path.Combine(environment.Data.Pki, "identity-id-token.key.pem");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var e = Assert.Throws<OperatorException>(() => IdentityTier.Build(IdentityInstance.CheapOptions(), environment));

        Assert.Equal($"The file {key} is open to other users (mode 0604). Close it with: chmod 600 {key}", e.Message);
    }

    [Fact]
    public async Task Other_tiers_verify_its_tokens_over_its_socket()
    {
        await using var identity = await IdentityInstance.StartAsync();
        using var verifier = new JwtVerifier(new JwtOptions(), identity.Environment, ["bulwark-web"]);
        var minted = await identity.MintAsync(new MintTokenRequest { User = "alice", Groups = ["staff"] });

        var result = await verifier.VerifyAsync(minted.Token, TestContext.Current.CancellationToken);

        Assert.Equal("alice", result.Token?.Text("cognito:username"));
        Assert.Equal(["staff"], result.Token!.TextList("cognito:groups"));
    }

    [Fact]
    public async Task A_pool_of_another_name_is_found_under_it()
    {
        await using var identity = await IdentityInstance.StartAsync(IdentityInstance.CheapOptions() with { PoolId = "us-east-1_knEL7cqS3" });

        Assert.Equal(200, (await identity.GetAsync("/us-east-1_knEL7cqS3/.well-known/jwks.json")).Status);
        Assert.Equal(404, (await identity.GetAsync("/local_bulwark/.well-known/jwks.json")).Status);
    }

    [Fact]
    public async Task An_outage_is_answered_in_each_protocol_without_detail_and_logged_once()
    {
        await using var identity = await IdentityInstance.StartAsync();
        identity.ExecuteOnDatabase("DROP TABLE refresh_tokens; ALTER TABLE users RENAME TO gone");

        var login = await identity.LoginAsync("alice");
        var revoke = await identity.PostFormAsync("/oauth2/revoke", null, ("token", "x"), ("client_id", "bulwark-web"));
        var e = await Assert.ThrowsAsync<OperatorException>(() => identity.AddUserAsync("alice"));

        Assert.Equal("""500 {"__type":"InternalErrorException","message":"The issuer failed; its log says why."}""", $"{login.Status} {login.Body}");
        Assert.Equal("""500 {"error":"server_error","error_description":"the issuer failed; its log says why"}""", $"{revoke.Status} {revoke.Body}");
        Assert.Equal("The tier failed; its log says why.", e.Message);
        Assert.Equal(3, identity.Logs.Records.Count(record => record.Exception is not null));
    }
}
