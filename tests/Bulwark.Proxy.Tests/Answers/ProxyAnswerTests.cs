using System.Text;
using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Tests.Answers;

public sealed class ProxyAnswerTests
{
    public static TheoryData<ProxyAnswer, int, string> Answers() => new()
    {
        { ProxyAnswer.BadRequest(AnswerProtocol.Matrix), 400, """{"errcode":"M_UNKNOWN","error":"Malformed request"}""" },
        { ProxyAnswer.BadRequest(AnswerProtocol.OAuth), 400, """{"error":"invalid_request","error_description":"Malformed request"}""" },
        { ProxyAnswer.BadRequest(AnswerProtocol.Plain), 400, "Malformed request\n" },
        { ProxyAnswer.NotFound(AnswerProtocol.Matrix), 404, """{"errcode":"M_UNRECOGNIZED","error":"Unrecognized request"}""" },
        { ProxyAnswer.NotFound(AnswerProtocol.Hasura), 404, """{"path":"$","error":"resource does not exist","code":"not-found"}""" },
        { ProxyAnswer.NotFound(AnswerProtocol.Plain), 404, "" },
        { ProxyAnswer.TooLarge(AnswerProtocol.GraphQL), 413, """{"errors":[{"message":"The request body is too large","extensions":{"path":"$","code":"payload-too-large"}}]}""" },
        { ProxyAnswer.Misdirected(AnswerProtocol.Plain), 421, "This host is not served here\n" },
        { ProxyAnswer.Internal(AnswerProtocol.OAuth), 500, """{"error":"server_error","error_description":"Internal server error"}""" },
        { ProxyAnswer.Internal(AnswerProtocol.Matrix), 500, """{"errcode":"M_UNKNOWN","error":"Internal server error"}""" },
        { ProxyAnswer.Failed(502, AnswerProtocol.Cognito), 502, """{"__type":"InternalErrorException","message":"The service could not be reached"}""" },
        { ProxyAnswer.Failed(503, AnswerProtocol.OAuth), 503, """{"error":"temporarily_unavailable","error_description":"The service is not available"}""" },
        { ProxyAnswer.Failed(504, AnswerProtocol.GraphQL), 504, """{"errors":[{"message":"The service did not answer in time","extensions":{"path":"$","code":"gateway-timeout"}}]}""" },
        { ProxyAnswer.Failed(408, AnswerProtocol.Matrix), 408, """{"errcode":"M_UNKNOWN","error":"The request body came too slowly"}""" },
        { ProxyAnswer.Failed(413, AnswerProtocol.Matrix), 413, """{"errcode":"M_TOO_LARGE","error":"The request body is too large"}""" },
        { ProxyAnswer.Failed(400, AnswerProtocol.Hasura), 400, """{"path":"$","error":"Malformed request","code":"bad-request"}""" },
        { ProxyAnswer.Refused(408, AnswerProtocol.Matrix), 408, """{"errcode":"M_UNKNOWN","error":"The request body came too slowly"}""" },
        { ProxyAnswer.Refused(411, AnswerProtocol.Hasura), 400, """{"path":"$","error":"Malformed request","code":"bad-request"}""" },
        { ProxyAnswer.UnknownOperation(), 400, """{"__type":"UnknownOperationException","message":"The operation is not available"}""" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Speaks_the_protocol_of_the_client(ProxyAnswer answer, int status, string body)
    {
        var context = new DefaultHttpContext();
        using var written = new MemoryStream();
        context.Response.Body = written;

        await answer.ExecuteAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal(body, Encoding.UTF8.GetString(written.ToArray()));
        Assert.Equal(written.Length, context.Response.ContentLength);
        Assert.Equal("no-store", context.Response.Headers.CacheControl);
    }

    [Theory]
    [InlineData(502, AnswerProtocol.Matrix, 204)]
    [InlineData(503, AnswerProtocol.GraphQL, 204)]
    [InlineData(504, AnswerProtocol.Mcp, 204)]
    [InlineData(503, AnswerProtocol.Plain, 503)]
    [InlineData(413, AnswerProtocol.Matrix, 413)]
    public async Task Lets_a_browser_ask_for_what_fails_for_the_moment(int status, AnswerProtocol protocol, int expected)
    {
        var context = Preflight();

        await ProxyAnswer.Failed(status, protocol).ExecuteAsync(context);

        Assert.Equal(expected, context.Response.StatusCode);
        Assert.Equal(protocol == AnswerProtocol.Plain ? "" : "*", context.Response.Headers.AccessControlAllowOrigin.ToString());
    }

    [Fact]
    public async Task Lets_a_browser_ask_whose_address_is_not_served_so_that_its_page_reads_why()
    {
        var context = Preflight();

        await ProxyAnswer.Forbidden(AnswerProtocol.Matrix).ExecuteAsync(context);

        Assert.Equal(204, context.Response.StatusCode);
        Assert.Equal("*", context.Response.Headers.AccessControlAllowOrigin.ToString());
    }

    [Fact]
    public async Task Writes_no_body_for_HEAD()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "HEAD";
        using var written = new MemoryStream();
        context.Response.Body = written;

        await ProxyAnswer.Misdirected(AnswerProtocol.Plain).ExecuteAsync(context);

        Assert.Equal(0, written.Length);
        Assert.Equal(29, context.Response.ContentLength);
    }

    [Theory]
    [InlineData("/_matrix/client/versions", AnswerProtocol.Matrix)]
    [InlineData("/_synapse/client/x", AnswerProtocol.Matrix)]
    [InlineData("/.well-known/matrix/client", AnswerProtocol.Matrix)]
    [InlineData("/v1/graphql", AnswerProtocol.GraphQL)]
    [InlineData("/v1alpha1/graphql", AnswerProtocol.GraphQL)]
    [InlineData("/v1/version", AnswerProtocol.Hasura)]
    [InlineData("/v2/query", AnswerProtocol.Hasura)]
    [InlineData("/oauth2/token", AnswerProtocol.OAuth)]
    [InlineData("/login", AnswerProtocol.OAuth)]
    [InlineData("/logout", AnswerProtocol.OAuth)]
    [InlineData("/mcp", AnswerProtocol.Mcp)]
    [InlineData("/", AnswerProtocol.Plain)]
    [InlineData("http://localhost/_matrix/client/versions", AnswerProtocol.Plain)]
    public void Knows_who_speaks_what(string path, AnswerProtocol protocol) => Assert.Equal(protocol, AnswerProtocols.OfPath(path));

    private static DefaultHttpContext Preflight()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "OPTIONS";
        context.Request.Headers.Origin = "https://app.example.org";
        context.Request.Headers.AccessControlRequestMethod = "PUT";
        return context;
    }
}
