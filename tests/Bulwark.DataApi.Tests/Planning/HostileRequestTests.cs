using System.Diagnostics;

namespace Bulwark.DataApi.Tests.Planning;

/// <summary>Small requests that would make much work. Each is refused or answered, and the tier answers the next one.</summary>
public sealed class HostileRequestTests : IAsyncLifetime
{
    private readonly StarterData _data = new();

    public ValueTask InitializeAsync() => _data.InitializeAsync();

    public ValueTask DisposeAsync() => _data.DisposeAsync();

    [Fact]
    public async Task A_long_chain_of_fragments() => await AssertRefusedAsync(
        "{...f0}" + string.Concat(Enumerable.Range(0, 1500).Select(i => $"fragment f{i} on query_root{{...f{i + 1}}}")) + "fragment f1500 on query_root{lists{id}}",
        "fragments nest more than 100 levels deep");

    [Fact]
    public async Task A_long_chain_of_fragments_that_nest_inside() => await AssertRefusedAsync(
        "{...f0}"
        + string.Concat(Enumerable.Range(0, 350).Select(i =>
            $"fragment f{i} on query_root{{{string.Concat(Enumerable.Repeat("...{", 25))}...f{i + 1}{new string('}', 25)}}}"))
        + "fragment f350 on query_root{lists{id}}",
        "fragments nest more than 100 levels deep");

    [Fact]
    public async Task Many_questions_about_the_schema_that_are_large_together() => await AssertRefusedAsync(
        "{" + string.Concat(Enumerable.Range(0, 60).Select(i => $"a{i}:__schema{{...f}} "))
        + "} fragment f on __Schema{types{name inputFields{name type{name inputFields{name type{name inputFields{name}}}}}}}",
        "the answer is larger than the limit of 2097152 bytes");

    [Fact]
    public async Task Much_looking_at_fields_that_are_skipped() => await AssertRefusedAsync(
        "{__schema{types{" + string.Concat(Enumerable.Repeat("inputFields{type{", 8)) + string.Concat(Enumerable.Repeat("name@skip(if:true)", 400))
        + new string('}', 16) + "}}}",
        "the query takes more than the limit of 1000000 steps to plan");

    [Theory]
    [InlineData("_not:{", 25)]
    [InlineData("_or:[{_and:[{", 8)]
    [InlineData("items:{list:{", 5)]
    [InlineData("items:{_or:[{list:{_not:{", 5)]
    public async Task Conditions_that_nest_as_deep_as_they_may(string open, int times) =>
        Assert.StartsWith("{\"data\":", await QueryAsync($"{{lists(where:{Nest(open, times)}){{title}}}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("staff", "_and")]
    [InlineData("staff", "_or")]
    [InlineData("analysts", "_and")]
    [InlineData("analysts", "_or")]
    [InlineData("experiencers", "_and")]
    [InlineData("experiencers", "_or")]
    public async Task Conditions_that_go_through_hundreds_of_relationships(string group, string name)
    {
        var parts = string.Concat(Enumerable.Range(0, 150).Select(i => $"{{items:{{list:{{title:{{_neq:\"{i}\"}}}}}}}}"));
        var started = Stopwatch.GetTimestamp();

        Assert.StartsWith("{\"data\":", await _data.Instance.QueryAsync("ann", group, $"{{lists(where:{{{name}:[{parts}]}}){{title}}}}"), StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task A_query_that_nests_too_deep_for_the_database()
    {
        await using var instance = await DataApiInstance.StartAsync(new DataApiOptions { Limits = new LimitOptions { Depth = 30 } });
        object where = new { title = new { _eq = "A" } };
        for (var i = 0; i < 5; i++)
            where = new { items = new { list = where } };

        var answer = await instance.QueryAsync(
            "ann", "analysts", $"query($w:lists_bool_exp!){{lists{{{Enclose("team{lists{", "team{lists(where:$w){title}}", 13)}}}}}", new { w = where });

        Assert.Equal(Wire.Invalid("the query nests too deep for the database", "$"), answer);
    }

    // {a:{b:{a:{b:{title:{_eq:"A"}}}}}}
    private static string Nest(string open, int times)
    {
        var close = string.Concat(open.Reverse().Select(character => character switch { '{' => "}", '[' => "]", _ => "" }));
        return "{" + string.Concat(Enumerable.Repeat(open, times)) + "title:{_eq:\"A\"}" + string.Concat(Enumerable.Repeat(close, times)) + "}";
    }

    private static string Enclose(string open, string inner, int times) =>
        string.Concat(Enumerable.Repeat(open, times)) + inner + string.Concat(Enumerable.Repeat("}}", times));

    private async Task AssertRefusedAsync(string query, string message)
    {
        var started = Stopwatch.GetTimestamp();

        var answer = await QueryAsync(query);

        Assert.StartsWith("{\"errors\":[{\"message\":\"" + message, answer, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 10);
        Assert.StartsWith("{\"data\":", await QueryAsync("{lists{title}}"), StringComparison.Ordinal);
    }

    private Task<string> QueryAsync(string query) => _data.Instance.QueryAsync(query);
}
