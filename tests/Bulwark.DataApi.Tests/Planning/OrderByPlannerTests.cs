namespace Bulwark.DataApi.Tests.Planning;

public sealed class OrderByPlannerTests(StarterData data) : IClassFixture<StarterData>
{
    private const string Expected =
        "expected one of the values ['asc', 'asc_nulls_first', 'asc_nulls_last', 'desc', 'desc_nulls_first', 'desc_nulls_last'] for type 'order_by'";

    [Theory]
    [InlineData("{title:desc}", "FEDCBA")]
    [InlineData("[{owner_id:desc},{title:asc}]", "DEFCBA")]
    [InlineData("{owner_id:desc,title:desc}", "FEDCBA")]
    [InlineData("[{team_id:asc},{title:asc}]", "BCADEF")]
    [InlineData("[{team_id:desc},{title:asc}]", "ADEFCB")]
    [InlineData("[{team_id:asc_nulls_first},{title:asc}]", "ADEFBC")]
    [InlineData("[{team_id:asc_nulls_last},{title:asc}]", "BCADEF")]
    [InlineData("[{team_id:desc_nulls_first},{title:asc}]", "ADEFCB")]
    [InlineData("[{team_id:desc_nulls_last},{title:asc}]", "CBADEF")]
    [InlineData("[{team:{name:asc}},{title:asc}]", "CBADEF")]
    [InlineData("[{team:{name:desc}},{title:asc}]", "ADEFBC")]
    [InlineData("[{team:null},{team_id:null},{title:asc}]", "ABCDEF")]
    [InlineData("[{title:asc},{title:desc}]", "ABCDEF")]
    public async Task Puts_rows_in_order(string orderBy, string expected)
    {
        var answer = await data.Instance.QueryAsync($"{{lists(order_by:{orderBy}){{title}}}}");

        Assert.Equal("{\"data\":{\"lists\":[" + string.Join(',', expected.Select(title => $"{{\"title\":\"{title}\"}}")) + "]}}", answer);
    }

    [Theory]
    [InlineData("{nope:asc}", "field 'nope' not found in type: 'lists_order_by'", ".nope")]
    [InlineData("{items:{text:asc}}", "field 'items' not found in type: 'lists_order_by'", ".items")]
    [InlineData("{title:up}", Expected + ", but found 'up'", ".title")]
    [InlineData("{title:\"asc\"}", "expected an enum value for type 'order_by', but found a string", ".title")]
    [InlineData("{title:1}", "expected an enum value for type 'order_by', but found an integer", ".title")]
    [InlineData("[{title:asc},7]", "expected an object for type 'lists_order_by', but found an integer", "[1]")]
    [InlineData("[null]", "expected an object for type 'lists_order_by', but found null", "[0]")]
    [InlineData("{team:{nope:asc}}", "field 'nope' not found in type: 'teams_order_by'", ".team.nope")]
    public async Task Refuses_orders_that_the_schema_does_not_have(string orderBy, string message, string path) => Assert.Equal(
        Wire.Invalid(message, "$.selectionSet.lists.args.order_by" + path), await data.Instance.QueryAsync($"{{lists(order_by:{orderBy}){{title}}}}"));

    [Theory]
    [InlineData("\"asc; DROP TABLE lists\"", Expected + ", but found 'asc; DROP TABLE lists'")]
    [InlineData("7", "expected an enum value for type 'order_by', but found a number")]
    public async Task Refuses_directions_in_variables_that_are_none(string direction, string message)
    {
        var body = """{"query":"query($d:order_by!){lists(order_by:{title:$d}){title}}","variables":{"d":""" + direction + "}}";

        var answer = await data.Instance.PostAsync(body, data.Instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal(Wire.Invalid(message, "$.selectionSet.lists.args.order_by.title"), answer.Body);
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    [InlineData(2100, true)]
    public async Task Refuses_more_keys_than_the_database_takes(int keys, bool isRefused)
    {
        var answer = await data.Instance.QueryAsync(
            "query($o:[lists_order_by!]){lists(order_by:$o,limit:0){title}}", new { o = Enumerable.Repeat(new { title = "asc" }, keys) });

        Assert.Equal(
            isRefused ? Wire.Invalid("the order has more keys than the limit of 1000", "$.selectionSet.lists.args.order_by") : """{"data":{"lists":[]}}""",
            answer);
    }
}
