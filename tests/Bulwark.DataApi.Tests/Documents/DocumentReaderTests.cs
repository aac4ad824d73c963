namespace Bulwark.DataApi.Tests.Documents;

public sealed class DocumentReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{lists{id}")]
    [InlineData("{lists{\"id\"}}")]
    [InlineData("{a\"b:lists{id}}")]
    [InlineData("{lists(where:{title:{_eq:'x'}}){id}}")]
    [InlineData("query($a:Int=$b){lists(limit:$a){id}}")]
    [InlineData("type lists{id:Int}")]
    [InlineData("{lists{id}} type lists{id:Int}")]
    [InlineData("schema{query:query_root}")]
    public async Task Refuses_what_is_no_executable_document(string query) =>
        await AssertErrorAsync(query, null, "not a valid graphql query", "$.query");

    [Theory]
    [InlineData("{lists{id}} {teams{id}}", null, "exactly one operation has to be present in the document when operationName is not specified")]
    [InlineData("fragment f on lists{id}", null, "exactly one operation has to be present in the document when operationName is not specified")]
    [InlineData("query a{lists{id}}", "b", "no such operation found in the document: \"b\"")]
    [InlineData("query a{lists{id}} query a{teams{id}}", "a", "the operation \"a\" stands twice in the document")]
    [InlineData("{...f} fragment f on query_root{lists{id}} fragment f on query_root{teams{id}}", null, "the fragment \"f\" is defined twice")]
    [InlineData("query($a:Int,$a:Int){lists(limit:$a){id}}", null, "multiple definitions for variable \"a\"")]
    public async Task Refuses_documents_that_mean_no_one_operation(string query, string? operationName, string message) =>
        await AssertErrorAsync(query, operationName, message, "$");

    [Theory]
    [InlineData("query a{teams{id}} query b{lists{id}}", "b")]
    [InlineData("{...f} fragment f on query_root{lists{...g}} fragment g on lists{id}", null)]
    [InlineData("{...on query_root{lists{id}}}", null)]
    [InlineData("{lists{...on lists{id} ...on teams{name}}}", null)]
    [InlineData("{lists{... @include(if:true){id}}}", null)]
    public async Task Runs_the_operation_that_is_meant(string query, string? operationName)
    {
        await using var instance = await DataApiInstance.StartAsync();

        var answer = await instance.PostAsync(DataApiInstance.Body(query, null, operationName), instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal("""{"data":{"lists":[]}}""", answer.Body);
    }

    [Fact]
    public async Task Answers_subscriptions_with_where_they_belong() => await AssertErrorAsync(
        "subscription{lists{id}}", null, "subscriptions are not supported over HTTP, use websockets instead", "$", "unexpected-payload");

    [Theory]
    [InlineData("{...a} fragment a on query_root{...a}", "the fragment definition(s) a form a cycle", "$.selectionSet.a.selectionSet")]
    [InlineData(
        "{lists{...a}} fragment a on lists{items{...b}} fragment b on list_items{list{...a}}",
        "the fragment definition(s) a and b form a cycle",
        "$.selectionSet.lists.selectionSet.a.selectionSet.items.selectionSet.b.selectionSet.list.selectionSet")]
    [InlineData(
        "{...z} fragment z on query_root{...a} fragment a on query_root{...b} fragment b on query_root{...c} fragment c on query_root{...a}",
        "the fragment definition(s) a, b, and c form a cycle",
        "$.selectionSet.z.selectionSet.a.selectionSet.b.selectionSet.c.selectionSet")]
    [InlineData("{lists{...f}}", "reference to undefined fragment \"f\"", "$.selectionSet.lists.selectionSet")]
    public async Task Refuses_fragments_that_do_not_end(string query, string message, string path) =>
        await AssertErrorAsync(query, null, message, path);

    [Fact]
    public async Task Refuses_a_document_over_the_length_limit() => await AssertErrorAsync(
        "{lists{id}}" + new string(' ', 1000),
        null,
        "the query is longer than the limit of 1000 characters",
        "$.query",
        options: new DataApiOptions { Limits = new LimitOptions { QueryLength = 1000 } });

    [Theory]
    [InlineData(3, "{lists{items{id}}}", true)]
    [InlineData(2, "{lists{items{id}}}", false)]
    [InlineData(2, "{...f} fragment f on query_root{lists{...g}} fragment g on lists{items{id}}", false)]
    [InlineData(3, "{...f} fragment f on query_root{lists{...g}} fragment g on lists{items{id}}", true)]
    [InlineData(2, "{__schema{types{fields{type{ofType{ofType{ofType{name}}}}}}}}", true)]
    public async Task Limits_how_deep_fields_nest(int depth, string query, bool isAllowed) => await AssertLimitAsync(
        new LimitOptions { Depth = depth }, query, isAllowed, $"the depth of the query is over the limit of {depth}");

    [Theory]
    [InlineData(10, "{lists{id title owner_id team_id created_at items{id text done}}}", true)]
    [InlineData(10, "{lists{id title owner_id team_id created_at items{id text done position}}}", false)]
    [InlineData(10, "{lists(where:{_or:[{title:{_eq:\"a\"}},{title:{_eq:\"b\"}}]}){id}}", false)]
    public async Task Limits_the_number_of_nodes(int nodes, string query, bool isAllowed) => await AssertLimitAsync(
        new LimitOptions { Nodes = nodes }, query, isAllowed, $"the number of nodes of the query is over the limit of {nodes}");

    [Theory]
    [InlineData(2, "{a:lists{b:id}}", true)]
    [InlineData(2, "{a:lists{b:id c:id}}", false)]
    [InlineData(0, "{lists{id}}", true)]
    public async Task Limits_the_number_of_aliases(int aliases, string query, bool isAllowed) => await AssertLimitAsync(
        new LimitOptions { Aliases = aliases }, query, isAllowed, $"the number of aliases of the query is over the limit of {aliases}");

    [Fact]
    public async Task Measures_fragments_that_double_at_each_step_without_following_them()
    {
        var doubling = string.Concat(Enumerable.Range(0, 60).Select(i => $" fragment f{i} on query_root{{...f{i + 1} ...f{i + 1}}}"));

        await AssertErrorAsync("{...f0}" + doubling + " fragment f60 on query_root{lists{id}}", null, "the number of nodes of the query is over the limit of 2000", "$");
    }

    [Fact]
    public async Task Refuses_values_that_nest_without_end() => await AssertErrorAsync(
        "{lists(where:" + string.Concat(Enumerable.Repeat("{_not:", 5000)) + "{}" + new string('}', 5000) + "){id}}", null, "not a valid graphql query", "$.query");

    private static Task AssertLimitAsync(LimitOptions limits, string query, bool isAllowed, string message) => isAllowed
        ? AssertNoErrorAsync(query, new DataApiOptions { Limits = limits })
        : AssertErrorAsync(query, null, message, "$", options: new DataApiOptions { Limits = limits });

    private static async Task AssertNoErrorAsync(string query, DataApiOptions options)
    {
        await using var instance = await DataApiInstance.StartAsync(options);

        Assert.StartsWith("{\"data\":", await instance.QueryAsync(query), StringComparison.Ordinal);
    }

    private static async Task AssertErrorAsync(
        string query, string? operationName, string message, string path, string code = "validation-failed", DataApiOptions? options = null)
    {
        await using var instance = await DataApiInstance.StartAsync(options);

        var answer = await instance.PostAsync(DataApiInstance.Body(query, null, operationName), instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal(Wire.Error(message, path, code), answer.Body);
    }
}
