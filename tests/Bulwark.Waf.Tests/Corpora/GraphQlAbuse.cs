using System.Text.Json.Nodes;

namespace Bulwark.Waf.Tests.Corpora;

/// <summary>GraphQL documents that cost a server much or tell too much of it.</summary>
internal static class GraphQlAbuse
{
    public static IEnumerable<CorpusRequest> Create() => Documents().Select(document => Request(document, "document")).Concat(Batches());

    private static IEnumerable<string> Documents()
    {
        foreach (var depth in new[] { 20, 30, 60, 200, 1000 })
            yield return "query { " + Repeat("a { ", depth) + "id" + Repeat(" }", depth) + " }";

        foreach (var count in new[] { 40, 100, 400, 1500 })
        {
            yield return "query { " + Many(count, i => $"a{i}: user(id: {i}) {{ id }} ") + "}";
            yield return "mutation { " + Many(count, i => $"m{i}: login(name: \"admin\", password: \"{i}\") {{ token }} ") + "}";
        }

        foreach (var count in new[] { 50, 500, 5000 })
            yield return "query { user(id: 1) { " + Repeat("id ", count) + "} }";

        yield return "query { __schema { types { name fields { name type { name } } } } }";
        yield return "query { __type(name: \"users\") { name fields { name } } }";
        yield return "query IntrospectionQuery { __schema { queryType { name } mutationType { name } directives { name args { name } } } }";
        yield return "query { me { id } x: __schema { types { name } } }";
        yield return "query { ...F } fragment F on query_root { __schema { types { name } } }";
        yield return "query { ...A } fragment A on query_root { ...B } fragment B on query_root { ...A }";
        yield return "query { user { ...A } } fragment A on user { friends { ...A } }";
        yield return "query { user(id: 1) { " + Repeat("...F ", 300) + "} } fragment F on user { id name }";
        yield return Many(30, i => $"fragment F{i} on user {{ friends {{ ...F{i + 1} ...F{i + 1} }} }} ") + "fragment F30 on user { id } query { user { ...F0 } }";
        yield return "query { user(filter: " + Repeat("{_and: [", 100) + "{}" + Repeat("]}", 100) + ") { id } }";
        yield return "query { user(text: \"" + Repeat("x", 80_000) + "\") { id } }";
        yield return "query { " + Repeat("user(id: 1) { id } ", 60) + "}";
    }

    private static IEnumerable<CorpusRequest> Batches()
    {
        foreach (var count in new[] { 12, 100, 900 })
            yield return new CorpusRequest("graphql-abuse", "batch", $"batch {count}", "POST /v1/graphql HTTP/1.1").WithJson(new JsonArray([.. Enumerable.Range(0, count).Select(i => new JsonObject { ["query"] = $"{{ user(id: {i}) {{ id }} }}" })]));
    }

    private static CorpusRequest Request(string document, string place) =>
        new CorpusRequest("graphql-abuse", place, document, "POST /v1/graphql HTTP/1.1").WithJson(new JsonObject { ["query"] = document });

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Many(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));
}
