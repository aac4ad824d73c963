using System.Text;

namespace Bulwark.DataApi.Tests.Http;

public sealed class GraphQLEndpointTests
{
    private const string Query = """{"query":"{lists{id}}"}""";

    [Fact]
    public async Task Answers_a_query_with_data_and_nothing_else()
    {
        await using var instance = await DataApiInstance.StartAsync();

        var answer = await instance.PostAsync(Query, instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"data":{"lists":[]}}""", answer.Body);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/v1/graphql", 200)]
    [InlineData("/v1alpha1/graphql", 400)]
    public async Task Gives_request_errors_the_status_of_the_route(string path, int status)
    {
        await using var instance = await DataApiInstance.StartAsync();

        var answer = await instance.PostAsync("""{"query":"{nope}"}""", instance.Issuer.IdToken("sam", "staff"), path);

        Assert.Equal(status, answer.Status);
        Assert.Equal(
            """{"errors":[{"message":"field 'nope' not found in type: 'query_root'","extensions":{"path":"$.selectionSet.nope","code":"validation-failed"}}]}""",
            answer.Body);
    }

    [Theory]
    [InlineData("", "invalid-json", "the body is not JSON, nests too deeply, or names a key twice in an object")]
    [InlineData("{\"query\"", "invalid-json", "the body is not JSON, nests too deeply, or names a key twice in an object")]
    [InlineData("{\"query\":\"{lists{id}}\",\"query\":\"{teams{id}}\"}", "invalid-json", "the body is not JSON, nests too deeply, or names a key twice in an object")]
    [InlineData("{\"query\":\"\\ud800\"}", "invalid-json", "the body is not JSON, nests too deeply, or names a key twice in an object")]
    [InlineData("{\"query\":\"{lists{id}}\",\"variables\":{\"\\udc00\":1}}", "invalid-json", "the body is not JSON, nests too deeply, or names a key twice in an object")]
    [InlineData("{}", "parse-failed", "parsing the GraphQL request failed, key \"query\" not found")]
    [InlineData("7", "parse-failed", "parsing the GraphQL request failed, expected an object")]
    [InlineData("[7]", "parse-failed", "parsing the GraphQL request failed, expected an object")]
    [InlineData("{\"query\":7}", "parse-failed", "parsing the GraphQL request failed, key \"query\" is not a string")]
    [InlineData("{\"query\":\"{a}\",\"operationName\":7}", "parse-failed", "parsing the GraphQL request failed, key \"operationName\" is not a string")]
    [InlineData("{\"query\":\"{a}\",\"variables\":[]}", "parse-failed", "parsing the GraphQL request failed, key \"variables\" is not an object")]
    public async Task Refuses_bodies_that_are_no_request(string body, string code, string message)
    {
        await using var instance = await DataApiInstance.StartAsync();

        var answer = await instance.PostAsync(body, instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal(Wire.Error(message, "$", code), answer.Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_a_body_over_the_limit_whether_its_length_is_told_or_not(bool isLengthTold)
    {
        await using var instance = await DataApiInstance.StartAsync(new DataApiOptions { Limits = new LimitOptions { BodyBytes = 1024 } });
        var content = new StringContent("{\"query\":\"" + new string(' ', 2000) + "\"}", Encoding.UTF8);
        if (!isLengthTold)
            content.Headers.ContentLength = null;

        (string, string)[] headers = [("Authorization", "Bearer " + instance.Issuer.IdToken("sam", "staff"))];
        var answer = await instance.SendAsync(HttpMethod.Post, "/v1/graphql", content, isLengthTold ? headers : [.. headers, ("Transfer-Encoding", "chunked")]);

        Assert.Equal(413, answer.Status);
        Assert.Equal(Wire.Error("the body is larger than the limit of 1024 bytes", "$", "unexpected-payload"), answer.Body);
    }

    [Fact]
    public async Task Answers_a_batch_in_order_each_request_by_itself()
    {
        await using var instance = await DataApiInstance.StartAsync();
        const string Batch = """
            [{"query":"mutation{insert_teams_one(object:{name:\"Red\"}){name}}"},{"query":"{nope}"},{"query":"{teams{name}}"}]
            """;

        var answer = await instance.PostAsync(Batch, instance.Issuer.IdToken("sam", "staff"), "/v1alpha1/graphql");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """[{"data":{"insert_teams_one":{"name":"Red"}}},"""
            + Wire.Error("field 'nope' not found in type: 'query_root'", "$.selectionSet.nope", "validation-failed")
            + """,{"data":{"teams":[{"name":"Red"}]}}]""",
            answer.Body);
    }

    [Fact]
    public async Task Refuses_a_batch_over_the_limit_whole()
    {
        await using var instance = await DataApiInstance.StartAsync(new DataApiOptions { Limits = new LimitOptions { Batch = 2 } });
        const string Insert = """{"query":"mutation{insert_teams(objects:{name:\"Red\"}){affected_rows}}"}""";

        var answer = await instance.PostAsync($"[{Insert},{Query},{Query}]", instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal(Wire.Error("the batch is larger than the limit of 2 requests", "$", "validation-failed"), answer.Body);
        Assert.Equal("""{"data":{"teams":[]}}""", await instance.QueryAsync("{teams{name}}"));
    }

    [Fact]
    public async Task Answers_an_empty_batch_with_an_empty_array()
    {
        await using var instance = await DataApiInstance.StartAsync();

        Assert.Equal("[]", (await instance.PostAsync("[]", instance.Issuer.IdToken("sam", "staff"))).Body);
    }

    [Fact]
    public async Task Answers_an_outage_of_the_issuer_with_503_and_no_detail()
    {
        await using var instance = await DataApiInstance.StartAsync(withIssuer: false);
        await using var elsewhere = await DataApiInstance.StartAsync();

        var answer = await instance.PostAsync(Query, elsewhere.Issuer.IdToken("sam", "staff"));

        Assert.Equal(503, answer.Status);
        Assert.Equal(Wire.Error("the issuer's keys are not available", "$", "unexpected"), answer.Body);
    }

    [Fact]
    public async Task Keeps_tokens_out_of_the_log()
    {
        await using var instance = await DataApiInstance.StartAsync();
        var token = instance.Issuer.IdToken("sam", "staff");

        await instance.PostAsync(Query, token);

        Assert.DoesNotContain(token, instance.Logs.Text, StringComparison.Ordinal);
    }
}
