using System.Text.Json;

namespace Bulwark.DataApi.Tests.Sql;

/// <summary>What a client writes is a value, a name that the schema has, or refused; it is never SQL.</summary>
public sealed class InjectionTests : IAsyncLifetime
{
    private readonly StarterData _data = new();

    public static TheoryData<string> Texts =>
    [
        "'", "''", "\"", "\\", "';DROP TABLE lists;--", "x' OR '1'='1", "\") OR (\"1\"=\"1", "$p0", "?1", "@x", "{\"a\":1}", "],[", "null",
        "a\nb\r\t\u0001", "\u2028", "\uFEFF", "😀", "%", "_", "/*", "--", "<script>alert(1)</script>", "${7*7}", "__proto__", new string('x', 255),
    ];

    public ValueTask InitializeAsync() => _data.InitializeAsync();

    public ValueTask DisposeAsync() => _data.DisposeAsync();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_comes_back_as_it_went_in_and_finds_only_itself(string text)
    {
        var inserted = await _data.Instance.QueryAsync(
            "mutation($t:String!){insert_lists_one(object:{title:$t,owner_id:$t}){title owner_id}}", new { t = text });
        var found = await _data.Instance.QueryAsync(
            "query($t:String!,$l:[String!]!){a:lists(where:{title:{_eq:$t}}){title} b:lists(where:{title:{_in:$l}}){title} c:lists(where:{owner_id:{_eq:$t}}){title}}",
            new { t = text, l = new[] { text } });

        using var insertedDocument = JsonDocument.Parse(inserted);
        Assert.Equal(text, insertedDocument.RootElement.GetProperty("data").GetProperty("insert_lists_one").GetProperty("title").GetString());
        using var document = JsonDocument.Parse(found);
        Assert.All(document.RootElement.GetProperty("data").EnumerateObject(), field =>
            Assert.Equal(text, Assert.Single(field.Value.EnumerateArray()).GetProperty("title").GetString()));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_in_the_document_is_the_same_as_in_a_variable(string text)
    {
        var answer = await _data.Instance.QueryAsync("{lists(where:{title:{_eq:" + JsonSerializer.Serialize(text) + "}}){title}}");

        Assert.Equal("""{"data":{"lists":[]}}""", answer);
    }

    [Theory]
    [InlineData("title\" OR 1=1 --")]
    [InlineData("t0.\"title\"")]
    [InlineData("")]
    [InlineData("rowid")]
    [InlineData("TITLE")]
    public async Task A_column_is_a_name_of_the_schema_or_nothing(string column)
    {
        var where = await _data.Instance.QueryAsync(
            "query($w:lists_bool_exp!){lists(where:$w){title}}", new { w = new Dictionary<string, object>(StringComparer.Ordinal) { [column] = new { _eq = "A" } } });
        var orderBy = await _data.Instance.QueryAsync(
            "query($o:[lists_order_by!]!){lists(order_by:$o){title}}", new { o = new Dictionary<string, object>(StringComparer.Ordinal) { [column] = "asc" } });
        var insert = await _data.Instance.QueryAsync(
            "mutation($o:lists_insert_input!){insert_lists_one(object:$o){title}}", new { o = new Dictionary<string, object>(StringComparer.Ordinal) { [column] = "x" } });

        Assert.StartsWith($"{{\"errors\":[{{\"message\":{Quoted($"field '{column}' not found in type: 'lists_bool_exp'")}", where, StringComparison.Ordinal);
        Assert.StartsWith($"{{\"errors\":[{{\"message\":{Quoted($"field '{column}' not found in type: 'lists_order_by'")}", orderBy, StringComparison.Ordinal);
        Assert.StartsWith($"{{\"errors\":[{{\"message\":{Quoted($"field '{column}' not found in type: 'lists_insert_input'")}", insert, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_eq\":1}}--")]
    [InlineData("_EQ")]
    [InlineData("=")]
    public async Task An_operator_is_a_name_of_the_schema_or_nothing(string name)
    {
        var answer = await _data.Instance.QueryAsync(
            "query($w:String_comparison_exp!){lists(where:{title:$w}){title}}", new { w = new Dictionary<string, object>(StringComparer.Ordinal) { [name] = "A" } });

        Assert.StartsWith($"{{\"errors\":[{{\"message\":{Quoted($"field '{name}' not found in type: 'String_comparison_exp'")}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_id_is_a_value_too()
    {
        Assert.Equal("""{"data":{"lists":[]}}""", await _data.Instance.QueryAsync("x' OR '1'='1", "experiencers", "{lists{title}}"));
        Assert.Equal("""{"data":{"lists":[]}}""", await _data.Instance.QueryAsync("%", "analysts", "{lists{title}}"));
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Wire.Options);
}
