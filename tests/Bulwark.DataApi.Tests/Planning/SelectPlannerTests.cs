namespace Bulwark.DataApi.Tests.Planning;

public sealed class SelectPlannerTests(StarterData data) : IClassFixture<StarterData>
{
    [Theory]
    [InlineData("{teams_by_pk(id:\"11111111-1111-4111-8111-111111111111\"){name id}}", """{"teams_by_pk":{"name":"Red","id":"11111111-1111-4111-8111-111111111111"}}""")]
    [InlineData("{teams_by_pk(id:\"11111111111141118111111111111111\"){name}}", """{"teams_by_pk":{"name":"Red"}}""")]
    [InlineData("{teams_by_pk(id:\"11111111-1111-4111-8111-111111111112\"){name}}", """{"teams_by_pk":null}""")]
    [InlineData(
        "{list_shares_by_pk(user_id:\"ann\",list_id:\"eeeeeeee-0000-4000-8000-000000000000\"){can_edit}}", """{"list_shares_by_pk":{"can_edit":true}}""")]
    [InlineData(
        "{lists(where:{title:{_eq:\"A\"}}){title items(order_by:{position:asc}){text done position}}}",
        """{"lists":[{"title":"A","items":[{"text":"a","done":false,"position":1},{"text":"a2","done":true,"position":9007199254740993}]}]}""")]
    [InlineData(
        "{lists(order_by:{title:asc},limit:2){t:title team{name members(order_by:{user_id:asc}){user_id}} again:title}}",
        """{"lists":[{"t":"A","team":null,"again":"A"},{"t":"B","team":{"name":"Red","members":[{"user_id":"ann"},{"user_id":"bob"}]},"again":"B"}]}""")]
    [InlineData("{lists(where:{title:{_eq:\"F\"}}){shares{user_id} team_id}}", """{"lists":[{"shares":[],"team_id":null}]}""")]
    [InlineData(
        "{__typename teams(limit:1,order_by:{name:asc}){__typename name lists{__typename}}}",
        """{"__typename":"query_root","teams":[{"__typename":"teams","name":"Blue","lists":[{"__typename":"lists"}]}]}""")]
    [InlineData("{teams(where:{name:{_eq:\"none\"}}){__typename}}", """{"teams":[]}""")]
    [InlineData("{__proto__:teams(limit:1,order_by:{name:asc}){constructor:name _:name}}", """{"__proto__":[{"constructor":"Blue","_":"Blue"}]}""")]
    [InlineData("{teams(order_by:{name:asc},limit:1){name ...f} } fragment f on teams{lists{title}}", """{"teams":[{"name":"Blue","lists":[{"title":"C"}]}]}""")]
    [InlineData(
        "{teams(order_by:{name:asc},limit:1){lists{title}} teams(limit:1,order_by:{name:asc}){lists{owner_id} name}}",
        """{"teams":[{"lists":[{"title":"C","owner_id":"carol"}],"name":"Blue"}]}""")]
    [InlineData("{lists(order_by:{title:asc},limit:0){title}}", """{"lists":[]}""")]
    [InlineData("{lists(order_by:{title:asc},offset:4){title}}", """{"lists":[{"title":"E"},{"title":"F"}]}""")]
    [InlineData("{lists(order_by:{title:asc},offset:\"5\",limit:7){title}}", """{"lists":[{"title":"F"}]}""")]
    [InlineData("{lists(order_by:{title:asc},limit:null,offset:null,where:null){title}}", """{"lists":[{"title":"A"},{"title":"B"},{"title":"C"},{"title":"D"},{"title":"E"},{"title":"F"}]}""")]
    [InlineData("{lists(order_by:null,limit:1,where:{title:{_eq:\"A\"}}){title}}", """{"lists":[{"title":"A"}]}""")]
    [InlineData("{lists(limit:1,order_by:{title:desc}){title @skip(if:true) owner_id @include(if:true)}}", """{"lists":[{"owner_id":"dave"}]}""")]
    [InlineData("{lists(limit:1,order_by:{title:desc}){title @include(if:false)}}", """{"lists":[{}]}""")]
    [InlineData("{a:lists(limit:1,order_by:{title:asc}){title} b:lists(limit:1,order_by:{title:desc}){title}}", """{"a":[{"title":"A"}],"b":[{"title":"F"}]}""")]
    public async Task Answers_with_what_was_asked_in_the_order_it_was_asked(string query, string expected) =>
        Assert.Equal($$"""{"data":{{expected}}}""", await data.Instance.QueryAsync(query));

    [Theory]
    [InlineData("{listz{id}}", "field 'listz' not found in type: 'query_root'", "$.selectionSet.listz")]
    [InlineData("{Lists{id}}", "field 'Lists' not found in type: 'query_root'", "$.selectionSet.Lists")]
    [InlineData("{insert_lists(objects:[]){affected_rows}}", "field 'insert_lists' not found in type: 'query_root'", "$.selectionSet.insert_lists")]
    [InlineData("{lists{x:nope}}", "field 'nope' not found in type: 'lists'", "$.selectionSet.lists.selectionSet.nope")]
    [InlineData("{lists{items{list{nope}}}}", "field 'nope' not found in type: 'lists'", "$.selectionSet.lists.selectionSet.items.selectionSet.list.selectionSet.nope")]
    [InlineData("{lists}", "missing selection set for 'lists'", "$.selectionSet.lists")]
    [InlineData("{lists{items}}", "missing selection set for 'items'", "$.selectionSet.lists.selectionSet.items")]
    [InlineData("{lists{id{x}}}", "unexpected subselection set for non-object field", "$.selectionSet.lists.selectionSet.id")]
    [InlineData("{__typename{x}}", "unexpected subselection set for non-object field", "$.selectionSet.__typename")]
    [InlineData("{lists(nope:1){id}}", "'lists' has no argument named 'nope'", "$.selectionSet.lists")]
    [InlineData("{lists{id(x:1)}}", "'id' has no argument named 'x'", "$.selectionSet.lists.selectionSet.id")]
    [InlineData("{lists{team(where:{}){id}}}", "'team' has no argument named 'where'", "$.selectionSet.lists.selectionSet.team")]
    [InlineData("{lists(limit:1,limit:2){id}}", "the argument 'limit' stands twice", "$.selectionSet.lists")]
    [InlineData("{lists(where:{title:{_eq:\"a\",_eq:\"b\"}}){id}}", "an input object names a field twice", "$.selectionSet.lists.args.where")]
    [InlineData("{lists_by_pk{title}}", "missing required field 'id'", "$.selectionSet.lists_by_pk.args.id")]
    [InlineData("{lists_by_pk(id:null){title}}", "unexpected null value for type 'uuid'", "$.selectionSet.lists_by_pk.args.id")]
    [InlineData("{lists(limit:-1){id}}", "expected a non-negative 32-bit integer for type 'Int', but found an integer", "$.selectionSet.lists.args.limit")]
    [InlineData("{lists(limit:2147483648){id}}", "expected a non-negative 32-bit integer for type 'Int', but found an integer", "$.selectionSet.lists.args.limit")]
    [InlineData("{lists(limit:\"1\"){id}}", "expected a non-negative 32-bit integer for type 'Int', but found a string", "$.selectionSet.lists.args.limit")]
    [InlineData("{lists(limit:1.5){id}}", "expected a non-negative 32-bit integer for type 'Int', but found a float", "$.selectionSet.lists.args.limit")]
    [InlineData("{lists(offset:-1){id}}", "expected a non-negative 64-bit integer for type 'bigint', but found an integer", "$.selectionSet.lists.args.offset")]
    [InlineData("{lists(offset:\"x\"){id}}", "expected a non-negative 64-bit integer for type 'bigint', but found an integer", "$.selectionSet.lists.args.offset")]
    [InlineData("{a:lists{id} a:teams{id}}", "selection of both 'lists' and 'teams' specify the same response name, 'a'", "$.selectionSet.teams")]
    [InlineData("{lists{a:id a:title}}", "selection of both 'id' and 'title' specify the same response name, 'a'", "$.selectionSet.lists.selectionSet.title")]
    [InlineData("{lists(limit:1){id} lists(limit:2){id}}", "inconsistent arguments between multiple selections of field 'lists'", "$.selectionSet.lists")]
    [InlineData("{lists{id @nope}}", "directive 'nope' is not defined in the schema", "$.selectionSet.lists.selectionSet")]
    [InlineData("{lists{id @skip}}", "the directive 'skip' takes one argument, 'if'", "$.selectionSet.lists.selectionSet.skip")]
    [InlineData("{lists{id @skip(if:\"x\")}}", "expected a boolean for type 'Boolean', but found a string", "$.selectionSet.lists.selectionSet.skip.if")]
    public async Task Refuses_what_the_schema_does_not_have(string query, string message, string path) =>
        Assert.Equal(Wire.Invalid(message, path), await data.Instance.QueryAsync(query));

    [Fact]
    public async Task Refuses_a_key_that_is_no_uuid_in_the_words_of_the_database() => Assert.Equal(
        Wire.Error("invalid input syntax for type uuid: \"x\"", "$.selectionSet.lists_by_pk.args.id", "data-exception"),
        await data.Instance.QueryAsync("{lists_by_pk(id:\"x\"){title}}"));

    [Fact]
    public async Task Answers_hundreds_of_fields_of_one_row()
    {
        await using var instance = await DataApiInstance.StartAsync(new DataApiOptions { Limits = new LimitOptions { Aliases = 1000 } });
        await instance.QueryAsync("mutation{insert_teams_one(object:{name:\"Red\"}){id}}");
        var aliases = Enumerable.Range(0, 900).Select(i => $"f{i}").ToList();

        var answer = await instance.QueryAsync("{teams{" + string.Join(' ', aliases.Select(alias => alias + ":name")) + "}}");

        Assert.Equal("{\"data\":{\"teams\":[{" + string.Join(',', aliases.Select(alias => $"\"{alias}\":\"Red\"")) + "}]}}", answer);
    }

    [Fact]
    public async Task A_role_gets_no_more_rows_than_its_limit_whatever_it_asks()
    {
        await using var instance = await DataApiInstance.StartAsync();
        var objects = Enumerable.Range(0, 120).Select(i => new { title = $"{i:000}", owner_id = "ann" });
        await instance.QueryAsync("mutation($o:[lists_insert_input!]!){insert_lists(objects:$o){affected_rows}}", new { o = objects });

        async Task<int> CountAsync(string arguments, object? variables = null, string definitions = "") =>
            (await instance.QueryAsync("ann", "experiencers", $"query q{definitions}{{lists{arguments}{{title}}}}", variables)).Split("title").Length - 1;

        Assert.Equal(100, await CountAsync(""));
        Assert.Equal(100, await CountAsync("(limit:110)"));
        Assert.Equal(30, await CountAsync("(limit:30)"));
        Assert.Equal(20, await CountAsync("(offset:100)"));
        Assert.Equal(100, await CountAsync("(limit:$l)", new { l = (int?)null }, "($l:Int)"));
        Assert.Equal(100, await CountAsync("(limit:$l)", new { l = 119 }, "($l:Int)"));
        Assert.Equal(7, await CountAsync("(limit:$l)", new { l = 7 }, "($l:Int)"));
    }
}
