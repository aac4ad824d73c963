namespace Bulwark.DataApi.Tests.Planning;

public sealed class VariablesTests(StarterData data) : IClassFixture<StarterData>
{
    [Theory]
    [InlineData("query($t:String!){lists(where:{title:{_eq:$t}}){title}}", """{"t":"B"}""", "B")]
    [InlineData("query($t:String){lists(where:{title:{_eq:$t}}){title}}", """{"t":"B"}""", "B")]
    [InlineData("query($t:String=\"C\"){lists(where:{title:{_eq:$t}}){title}}", "{}", "C")]
    [InlineData("query($t:String=\"C\"){lists(where:{title:{_eq:$t}}){title}}", "null", "C")]
    [InlineData("query($t:String!=\"C\"){lists(where:{title:{_eq:$t}}){title}}", """{"t":"D"}""", "D")]
    [InlineData("query($t:[String!]!){lists(where:{title:{_in:$t}},order_by:{title:asc}){title}}", """{"t":["E","A"]}""", "AE")]
    [InlineData("query($t:[String!]){lists(where:{title:{_in:$t}},order_by:{title:asc}){title}}", """{"t":[]}""", "")]
    [InlineData("query($t:[String!]!){lists(where:{title:{_in:$t}}){title}}", """{"t":"E"}""", "E")]
    [InlineData("query($t:[String!]!){lists(where:{title:{_nin:$t}},order_by:{title:asc}){title}}", """{"t":["E","A","B"]}""", "CDF")]
    [InlineData("query($t:String!){lists(where:{title:{_in:[$t,\"A\"]}},order_by:{title:asc}){title}}", """{"t":"F"}""", "AF")]
    [InlineData("query($p:[bigint!]!){lists(where:{items:{position:{_in:$p}}}){title}}", """{"p":[9007199254740993]}""", "A")]
    [InlineData("query($d:[Boolean!]!){lists(where:{items:{done:{_in:$d}}}){title}}", """{"d":[true]}""", "A")]
    [InlineData("query($w:lists_bool_exp!){lists(where:$w){title}}", """{"w":{"title":{"_eq":"B"}}}""", "B")]
    [InlineData("query($w:lists_bool_exp){lists(where:$w,limit:1,order_by:{title:asc}){title}}", """{"w":null}""", "A")]
    [InlineData("query($w:lists_bool_exp){lists(where:$w,limit:1,order_by:{title:asc}){title}}", "{}", "A")]
    [InlineData("query($w:String_comparison_exp!){lists(where:{title:$w}){title}}", """{"w":{"_gt":"E"}}""", "F")]
    [InlineData("query($w:[lists_bool_exp!]!){lists(where:{_or:$w},order_by:{title:asc}){title}}", """{"w":[{"title":{"_eq":"A"}},{"title":{"_eq":"D"}}]}""", "AD")]
    [InlineData("query($w:lists_bool_exp!){lists(where:{_or:[$w,{title:{_eq:\"A\"}}]},order_by:{title:asc}){title}}", """{"w":{"title":{"_eq":"C"}}}""", "AC")]
    [InlineData("query($n:Boolean!){lists(where:{team_id:{_is_null:$n}},order_by:{title:asc}){title}}", """{"n":false}""", "BC")]
    [InlineData("query($o:[lists_order_by!]!){lists(order_by:$o,limit:2){title}}", """{"o":[{"owner_id":"desc"},{"title":"desc"}]}""", "FE")]
    [InlineData("query($o:lists_order_by!){lists(order_by:[$o],limit:2){title}}", """{"o":{"title":"desc"}}""", "FE")]
    [InlineData("query($d:order_by!){lists(order_by:{title:$d},limit:2){title}}", """{"d":"desc"}""", "FE")]
    [InlineData("query($l:Int,$o:Int){lists(limit:$l,offset:$o,order_by:{title:asc}){title}}", """{"l":2,"o":1}""", "BC")]
    [InlineData("query($l:Int,$o:Int){lists(limit:$l,offset:$o,order_by:{title:asc}){title}}", """{"l":null}""", "ABCDEF")]
    [InlineData("query($s:Boolean!){lists(order_by:{title:asc},limit:1){title id @skip(if:$s) owner_id @include(if:$s)}}", """{"s":true}""", "A+owner")]
    [InlineData("query($unused:Int){lists(order_by:{title:asc},limit:1){title}}", """{"unused":1}""", "A")]
    public async Task Stand_where_a_value_of_their_type_does(string query, string variables, string expected)
    {
        var body = $$"""{"query":{{System.Text.Json.JsonSerializer.Serialize(query)}},"variables":{{variables}}}""";

        // Twice: the second answer comes from the kept plan or the kept document.
        var first = await data.Instance.PostAsync(body, data.Instance.Issuer.IdToken("sam", "staff"));
        var second = await data.Instance.PostAsync(body, data.Instance.Issuer.IdToken("sam", "staff"));

        var rows = expected == "A+owner"
            ? """{"title":"A","owner_id":"ann"}"""
            : string.Join(',', expected.Select(title => $"{{\"title\":\"{title}\"}}"));
        Assert.Equal("{\"data\":{\"lists\":[" + rows + "]}}", first.Body);
        Assert.Equal(first.Body, second.Body);
    }

    [Theory]
    [InlineData("query($w:lists_bool_exp!){lists(where:{_or:[$w,$w,$w,$w]}){title}}", ".args.where._or[3]")]
    [InlineData("query($w:lists_bool_exp!){a:lists(where:$w){title} b:lists(where:$w){title} c:lists(where:$w){title} d:lists(where:$w){title}}", ".args.where")]
    public async Task Count_wherever_they_are_used(string query, string place)
    {
        // 90 values, used four times; each use is within the limit, and so would all be without the sum.
        var variables = new { w = new { _or = Enumerable.Repeat(new { }, 88) } };
        await using var instance = await DataApiInstance.StartAsync(
            new DataApiOptions { Limits = new LimitOptions { VariableNodes = 100, BodyBytes = 256 * 200 } });

        var answer = await instance.QueryAsync(query, variables);

        Assert.Equal(
            Wire.Invalid("the variables, counted wherever they are used, hold more than the limit of values", "$.selectionSet.lists" + place), answer);
    }

    [Fact]
    public async Task Count_long_texts_and_lists_wherever_they_are_bound_even_when_the_plan_is_kept()
    {
        await using var instance = await DataApiInstance.StartAsync(
            new DataApiOptions { Limits = new LimitOptions { VariableNodes = 100, BodyBytes = 256 * 100 } });
        const string Query = "query($t:String!,$l:[String!]!){lists(where:{_or:[{title:{_eq:$t}},{owner_id:{_eq:$t}},{title:{_in:$l}},{owner_id:{_in:$l}}]}){title}}";

        Assert.Equal("""{"data":{"lists":[]}}""", await instance.QueryAsync(Query, new { t = "", l = Enumerable.Repeat("a", 50) }));

        Assert.Equal(
            Wire.Invalid("the variables, counted wherever they are used, hold more than the limit of values", "$.selectionSet.lists.args.where._or[2].title._in"),
            await instance.QueryAsync(Query, new { t = new string('x', 20_000), l = Enumerable.Repeat("a", 50) }));
    }

    [Theory]
    [InlineData("query($l:String){lists(limit:$l){title}}", "{}", "variable 'l' is declared as 'String', but used where 'Int' is expected", ".args.limit")]
    [InlineData("query($t:Int!){lists(where:{title:{_eq:$t}}){title}}", """{"t":1}""", "variable 't' is declared as 'Int!', but used where 'String' is expected", ".args.where.title._eq")]
    [InlineData("query($t:[String!]){lists(where:{title:{_eq:$t}}){title}}", "{}", "variable 't' is declared as '[String!]', but used where 'String' is expected", ".args.where.title._eq")]
    [InlineData("query($t:[String]){lists(where:{title:{_in:$t}}){title}}", "{}", "variable 't' is declared as '[String]', but used where '[String!]' is expected", ".args.where.title._in")]
    [InlineData("query($t:String){lists(where:{title:{_in:[$t]}}){title}}", "{}", "variable 't' is declared as 'String', but used where 'String!' is expected", ".args.where.title._in[0]")]
    [InlineData("query($i:uuid){lists_by_pk(id:$i){title}}", "{}", "variable 'i' is declared as 'uuid', but used where 'uuid!' is expected", "_by_pk.args.id")]
    [InlineData("{lists(limit:$nope){title}}", "{}", "unbound variable \"nope\"", ".args.limit")]
    [InlineData("query($w:teams_bool_exp){lists(where:$w){title}}", "{}", "variable 'w' is declared as 'teams_bool_exp', but used where 'lists_bool_exp' is expected", ".args.where")]
    [InlineData("query($t:String){lists(where:{title:{_eq:$t}}){title}}", """{"t":null}""", "unexpected null value for type 'String'", ".args.where.title._eq")]
    [InlineData("query($t:String){lists(where:{title:{_eq:$t}}){title}}", "{}", "unexpected null value for type 'String'", ".args.where.title._eq")]
    [InlineData("query($t:String!){lists(where:{title:{_eq:$t}}){title}}", """{"t":7}""", "expected a string for type 'String', but found a number", ".args.where.title._eq")]
    [InlineData("query($t:[String!]!){lists(where:{title:{_in:$t}}){title}}", """{"t":["A",null]}""", "unexpected null value for type 'String'", ".args.where.title._in")]
    [InlineData("query($l:Int){lists(limit:$l){title}}", """{"l":-1}""", "expected a non-negative 32-bit integer for type 'Int', but found a number", ".args.limit")]
    [InlineData("query($w:lists_bool_exp!){lists(where:$w){title}}", """{"w":{"nope; --":1}}""", "field 'nope; --' not found in type: 'lists_bool_exp'", ".args.where[\"nope; --\"]")]
    public async Task Are_refused_where_they_do_not_fit(string query, string variables, string message, string path)
    {
        var body = $$"""{"query":{{System.Text.Json.JsonSerializer.Serialize(query)}},"variables":{{variables}}}""";

        var answer = await data.Instance.PostAsync(body, data.Instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal(Wire.Invalid(message, "$.selectionSet.lists" + path), answer.Body);
    }

    [Theory]
    [InlineData("query($t:String!){lists(where:{title:{_eq:$t}}){title}}", "{}", "expecting a value for non-nullable variable: \"t\"")]
    [InlineData("query($t:String!){lists(where:{title:{_eq:$t}}){title}}", """{"t":null}""", "null value found for non-nullable variable: \"t\"")]
    [InlineData("{lists{title}}", """{"a":1,"b":2}""", "unexpected variables in variableValues: a, b")]
    [InlineData("query($t:lists_bool_exp={title:{},title:{}}){lists(where:$t){title}}", "{}", "the default of variable \"t\" names a field twice")]
    public async Task Are_held_against_their_definitions(string query, string variables, string message)
    {
        var body = $$"""{"query":{{System.Text.Json.JsonSerializer.Serialize(query)}},"variables":{{variables}}}""";

        var answer = await data.Instance.PostAsync(body, data.Instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal(Wire.Invalid(message, "$"), answer.Body);
    }

    [Fact]
    public async Task Are_limited_in_number()
    {
        await using var instance = await DataApiInstance.StartAsync(new DataApiOptions { Limits = new LimitOptions { VariableNodes = 100 } });

        var answer = await instance.QueryAsync("query($t:[String!]!){lists(where:{title:{_in:$t}}){title}}", new { t = Enumerable.Repeat("x", 98) });

        Assert.Equal(Wire.Error("the variables hold more than the limit of 100 values", "$", "validation-failed"), answer);
    }
}
