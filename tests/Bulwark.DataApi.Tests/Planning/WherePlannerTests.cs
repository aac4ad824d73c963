namespace Bulwark.DataApi.Tests.Planning;

public sealed class WherePlannerTests(StarterData data) : IClassFixture<StarterData>
{
    [Theory]
    [InlineData("{}", "ABCDEF")]
    [InlineData("{title:{}}", "ABCDEF")]
    [InlineData("{title:{_eq:\"A\"}}", "A")]
    [InlineData("{title:{_neq:\"A\"}}", "BCDEF")]
    [InlineData("{title:{_gt:\"C\"}}", "DEF")]
    [InlineData("{title:{_gte:\"C\"}}", "CDEF")]
    [InlineData("{title:{_lt:\"C\"}}", "AB")]
    [InlineData("{title:{_lte:\"C\"}}", "ABC")]
    [InlineData("{title:{_gt:\"A\",_lt:\"C\"}}", "B")]
    [InlineData("{title:{_in:[\"A\",\"F\",\"Z\"]}}", "AF")]
    [InlineData("{title:{_in:\"A\"}}", "A")]
    [InlineData("{title:{_in:[]}}", "")]
    [InlineData("{title:{_nin:[\"A\",\"F\"]}}", "BCDE")]
    [InlineData("{title:{_nin:[]}}", "ABCDEF")]
    [InlineData("{team_id:{_is_null:true}}", "ADEF")]
    [InlineData("{team_id:{_is_null:false}}", "BC")]
    [InlineData("{team_id:{_eq:\"11111111-1111-4111-8111-111111111111\"}}", "B")]
    [InlineData("{team_id:{_neq:\"11111111-1111-4111-8111-111111111111\"}}", "C")]
    [InlineData("{_not:{team_id:{_neq:\"11111111-1111-4111-8111-111111111111\"}}}", "B")]
    [InlineData("{owner_id:{_like:\"_a%\"}}", "CDEF")]
    [InlineData("{owner_id:{_like:\"%A%\"}}", "")]
    [InlineData("{owner_id:{_ilike:\"%A%\"}}", "ACDEF")]
    [InlineData("{_and:[{title:{_gt:\"A\"}},{title:{_lt:\"C\"}}]}", "B")]
    [InlineData("{_and:{title:{_eq:\"A\"}}}", "A")]
    [InlineData("{_and:[]}", "ABCDEF")]
    [InlineData("{_or:[{title:{_eq:\"A\"}},{title:{_eq:\"C\"}}]}", "AC")]
    [InlineData("{_or:[]}", "")]
    [InlineData("{_or:[{}]}", "ABCDEF")]
    [InlineData("{_not:{title:{_eq:\"A\"}}}", "BCDEF")]
    [InlineData("{_not:{}}", "")]
    [InlineData("{team:{}}", "BC")]
    [InlineData("{_not:{team:{}}}", "ADEF")]
    [InlineData("{team:{name:{_eq:\"Red\"}}}", "B")]
    [InlineData("{team:{members:{user_id:{_eq:\"ann\"}}}}", "B")]
    [InlineData("{items:{done:{_eq:true}}}", "A")]
    [InlineData("{items:{done:{_eq:false}}}", "ABCDEF")]
    [InlineData("{_not:{items:{done:{_eq:true}}}}", "BCDEF")]
    [InlineData("{items:{position:{_eq:9007199254740993}}}", "A")]
    [InlineData("{items:{position:{_eq:\"9007199254740993\"}}}", "A")]
    [InlineData("{items:{position:{_eq:9007199254740992}}}", "")]
    [InlineData("{items:{created_at:{_gt:\"2020-01-01\"}}}", "ABCDEF")]
    [InlineData("{items:{created_at:{_lt:\"2020-01-01T00:00:00+02:00\"}}}", "")]
    [InlineData("{shares:{list:{items:{text:{_eq:\"d\"}}}}}", "D")]
    public async Task Finds_the_rows_that_fit(string where, string expected)
    {
        var answer = await data.Instance.QueryAsync($"{{lists(where:{where},order_by:{{title:asc}}){{title}}}}");

        Assert.Equal("{\"data\":{\"lists\":[" + string.Join(',', expected.Select(title => $"{{\"title\":\"{title}\"}}")) + "]}}", answer);
    }

    [Theory]
    [InlineData("{nope:{_eq:1}}", "field 'nope' not found in type: 'lists_bool_exp'", ".nope")]
    [InlineData("{title:{_ne:\"A\"}}", "field '_ne' not found in type: 'String_comparison_exp'", ".title._ne")]
    [InlineData("{id:{_like:\"A\"}}", "field '_like' not found in type: 'uuid_comparison_exp'", ".id._like")]
    [InlineData("{title:\"A\"}", "expected an object for type 'String_comparison_exp', but found a string", ".title")]
    [InlineData("{title:null}", "expected an object for type 'String_comparison_exp', but found null", ".title")]
    [InlineData("{title:{_eq:null}}", "unexpected null value for type 'String'", ".title._eq")]
    [InlineData("{title:{_eq:7}}", "expected a string for type 'String', but found an integer", ".title._eq")]
    [InlineData("{title:{_eq:[\"A\"]}}", "expected a string for type 'String', but found a list", ".title._eq")]
    [InlineData("{title:{_eq:A}}", "expected a string for type 'String', but found an enum value", ".title._eq")]
    [InlineData("{title:{_in:null}}", "expected a list for type 'String', but found null", ".title._in")]
    [InlineData("{title:{_in:[\"A\",7]}}", "expected a string for type 'String', but found an integer", ".title._in[1]")]
    [InlineData("{title:{_is_null:1}}", "expected a boolean for type 'Boolean', but found an integer", ".title._is_null")]
    [InlineData("{title:{_is_null:null}}", "unexpected null value for type 'Boolean'", ".title._is_null")]
    [InlineData("{items:{done:{_eq:1}}}", "expected a boolean for type 'Boolean', but found an integer", ".items.done._eq")]
    [InlineData("{items:{position:{_eq:9223372036854775808}}}", "expected a 64-bit integer for type 'bigint', but found an integer", ".items.position._eq")]
    [InlineData("{items:{position:{_eq:1.5}}}", "expected a 64-bit integer for type 'bigint', but found a float", ".items.position._eq")]
    [InlineData("{_and:[{},7]}", "expected an object for type 'lists_bool_exp', but found an integer", "._and[1]")]
    [InlineData("{_or:[{_not:{nope:{}}}]}", "field 'nope' not found in type: 'lists_bool_exp'", "._or[0]._not.nope")]
    [InlineData("{_not:null}", "expected an object for type 'lists_bool_exp', but found null", "._not")]
    [InlineData("{team:null}", "expected an object for type 'teams_bool_exp', but found null", ".team")]
    [InlineData("7", "expected an object for type 'lists_bool_exp', but found an integer", "")]
    public async Task Refuses_conditions_that_the_schema_does_not_have(string where, string message, string path) => Assert.Equal(
        Wire.Invalid(message, "$.selectionSet.lists.args.where" + path), await data.Instance.QueryAsync($"{{lists(where:{where}){{title}}}}"));

    [Theory]
    [InlineData("{id:{_eq:\"' OR 1=1 --\"}}", "invalid input syntax for type uuid: \"' OR 1=1 --\"", ".id._eq")]
    [InlineData("{id:{_in:[\"x\"]}}", "invalid input syntax for type uuid: \"x\"", ".id._in[0]")]
    [InlineData("{items:{position:{_eq:\"1; DROP TABLE lists\"}}}", "invalid input syntax for type bigint: \"1; DROP TABLE lists\"", ".items.position._eq")]
    [InlineData("{created_at:{_gt:\"yesterday\"}}", "invalid input syntax for type timestamp with time zone: \"yesterday\"", ".created_at._gt")]
    [InlineData("{title:{_eq:\"a\\u0000b\"}}", "invalid byte sequence for encoding \"UTF8\"", ".title._eq")]
    [InlineData("{title:{_eq:\"\\ud800\"}}", "invalid byte sequence for encoding \"UTF8\"", ".title._eq")]
    public async Task Refuses_values_that_the_column_cannot_hold(string where, string message, string path) => Assert.Equal(
        Wire.Error(message, "$.selectionSet.lists.args.where" + path, "data-exception"), await data.Instance.QueryAsync($"{{lists(where:{where}){{title}}}}"));

    [Fact]
    public async Task Takes_conditions_by_the_hundred()
    {
        var parts = string.Join(',', Enumerable.Range(0, 300).Select(i => $"{{title:{{_eq:\"{i}\"}}}}"));

        Assert.Equal("""{"data":{"lists":[]}}""", await data.Instance.QueryAsync($"{{lists(where:{{_or:[{parts}]}}){{title}}}}"));
    }

    [Theory]
    [InlineData("analysts", 5, false)]
    [InlineData("staff", 5, false)]
    [InlineData("staff", 6, true)]
    [InlineData("staff", 27, true)]
    public async Task Goes_through_no_more_relationships_than_the_database_can_nest(string group, int turns, bool isRefused)
    {
        object where = new { };
        for (var i = 0; i < turns; i++)
            where = new { team = new { lists = where } };

        var answer = await data.Instance.QueryAsync("ann", group, "query($w:lists_bool_exp!){lists(where:$w,limit:0){title}}", new { w = where });

        var place = string.Concat(Enumerable.Repeat(".team.lists", 5)) + ".team";
        var expected = isRefused
            ? Wire.Invalid("the condition goes through more relationships than the limit of 10", "$.selectionSet.lists.args.where" + place)
            : """{"data":{"lists":[]}}""";
        Assert.Equal(expected, answer);
    }

    [Fact]
    public async Task Takes_conditions_as_deep_as_they_can_be_written()
    {
        object where = new { };
        for (var i = 0; i < 5; i++)
            where = new { team = new { lists = new { _not = new { _and = new object[] { where, new { title = new { _neq = "" } }, new { _not = new { } } } } } } };

        for (var i = 0; i < 10; i++)
            where = new { _not = new { _or = new[] { where, new { } } } };

        var answer = await data.Instance.QueryAsync("ann", "analysts", "query($w:lists_bool_exp!){lists(where:$w,limit:0){title}}", new { w = where });

        Assert.Equal("""{"data":{"lists":[]}}""", answer);
    }
}
