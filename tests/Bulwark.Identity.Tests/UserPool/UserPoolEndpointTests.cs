using System.Net.Sockets;
using System.Text;

namespace Bulwark.Identity.Tests.UserPool;

public sealed class UserPoolEndpointTests : IAsyncLifetime
{
    private const string Serialization = "400 SerializationException: The request body could not be read.";
    private const string UnknownOperation = "400 UnknownOperationException: The X-Amz-Target header names no operation of this API.";

    private IdentityInstance _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await IdentityInstance.StartAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("""{"AuthFlow":7}""")]
    [InlineData("""{"AuthFlow":"USER_PASSWORD_AUTH","AuthFlow":"USER_PASSWORD_AUTH"}""")]
    [InlineData("""{"ClientId":["bulwark-web"]}""")]
    [InlineData("""{"AuthParameters":"x"}""")]
    [InlineData("""{"AuthParameters":{"USERNAME":{"a":"b"}}}""")]
    [InlineData("""{"AuthParameters":{"USERNAME":"alice","USERNAME":"admin"}}""")]
    [InlineData("""{"AccessToken":7,"Token":7,"AuthFlow":"\ud800"}""")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}}""")]
    public async Task Refuses_a_body_of_the_wrong_shape(string body)
    {
        Assert.Equal(Serialization, (await _identity.CallAsync("InitiateAuth", body)).UserPoolError);
        Assert.DoesNotContain(_identity.Logs.Records, record => record.Exception is not null);
    }

    [Theory]
    [InlineData(64 * 1024, 200)]
    [InlineData(1024 * 1024, 400)]
    public async Task Takes_bodies_up_to_a_limit(int length, int expected)
    {
        await _identity.AddUserAsync("alice");
        var login = $$$"""{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"bulwark-web","AuthParameters":{"USERNAME":"alice","PASSWORD":"{{{IdentityInstance.Password}}}"}}""";
        var body = login + new string(' ', length - login.Length);

        Assert.Equal(expected, (await _identity.CallAsync("InitiateAuth", body)).Status);
    }

    [Fact]
    public async Task Refuses_a_large_body_without_a_length_too()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_identity.Environment.Data.Socket("identity")), TestContext.Current.CancellationToken);
        var head = "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth\r\nTransfer-Encoding: chunked\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes("10001\r\n" + new string(' ', 65_537) + "\r\n"), TestContext.Current.CancellationToken);

        // The answer comes although the body has not ended.
        var answer = new byte[1024];
        var length = await socket.ReceiveAsync(answer, TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 400 ", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RespondToAuthChallenge")]
    [InlineData("ForgotPassword")]
    [InlineData("ConfirmForgotPassword")]
    [InlineData("ChangePassword")]
    [InlineData("AssociateSoftwareToken")]
    [InlineData("VerifySoftwareToken")]
    public async Task Says_honestly_what_is_not_available(string operation) =>
        Assert.Equal($"400 InvalidAction: {operation} is not available in this user pool.", (await _identity.CallAsync(operation, "{}")).UserPoolError);

    [Theory]
    [InlineData("SignUp")]
    [InlineData("AdminCreateUser")]
    [InlineData("AdminInitiateAuth")]
    [InlineData("ListUsers")]
    [InlineData("initiateauth")]
    [InlineData("InitiateAuth.x")]
    [InlineData("")]
    public async Task Refuses_every_other_operation(string operation) =>
        Assert.Equal(UnknownOperation, (await _identity.CallAsync(operation, "{}")).UserPoolError);

    [Theory]
    [InlineData(null)]
    [InlineData("InitiateAuth")]
    [InlineData("awscognitoidentityproviderservice.InitiateAuth")]
    [InlineData("Evil.InitiateAuth")]
    public async Task Refuses_a_target_of_another_service(string? target)
    {
        using var content = new StringContent("{}");

        Assert.Equal(
            UnknownOperation, (await _identity.SendAsync(HttpMethod.Post, "/", content, target is null ? [] : [("X-Amz-Target", target)])).UserPoolError);
    }

    [Fact]
    public async Task Lets_browsers_of_any_page_call()
    {
        var preflight = await _identity.SendAsync(
            HttpMethod.Options, "/", null, ("Origin", "https://app.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "x-amz-target"));

        Assert.Equal(204, preflight.Status);
        Assert.Equal("*", preflight.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("POST", preflight.Headers.GetValues("Access-Control-Allow-Methods").Single());
        Assert.Contains("X-Amz-Target", string.Join(',', preflight.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.Ordinal);
        Assert.Equal("*", (await _identity.CallAsync("GetUser", "{}")).Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData("GET", "/", 405)]
    [InlineData("GET", "/users", 404)]
    [InlineData("POST", "/tokens", 404)]
    [InlineData("GET", "/health", 404)]
    [InlineData("GET", "/oauth2/authorize", 404)]
    [InlineData("GET", "/oauth2/token", 405)]
    [InlineData("GET", "/.WELL-KNOWN/jwks.json", 404)]
    [InlineData("GET", "/other_pool/.well-known/jwks.json", 404)]
    public async Task Has_no_other_public_routes(string method, string path, int expected) =>
        Assert.Equal(expected, (await _identity.SendAsync(HttpMethod.Parse(method), path, null)).Status);
}
