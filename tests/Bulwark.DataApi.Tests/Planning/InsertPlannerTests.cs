namespace Bulwark.DataApi.Tests.Planning;

public sealed class InsertPlannerTests : IAsyncLifetime
{
    private const string Red = "11111111-1111-4111-8111-111111111111";
    private const string Failed = "check constraint of an insert/update permission has failed";

    private readonly StarterData _data = new();

    private DataApiInstance Instance => _data.Instance;

    public ValueTask InitializeAsync() => _data.InitializeAsync();

    public ValueTask DisposeAsync() => _data.DisposeAsync();

    [Fact]
    public async Task Inserts_rows_and_answers_what_was_asked_of_them() => Assert.Equal(
        """
        {"data":{"insert_lists":{"n":2,"__typename":"lists_mutation_response","returning":[{"title":"x","team":null,"items":[]},{"title":"y","team":{"name":"Red"},"items":[]}],"r":[{"owner_id":"zoe"},{"owner_id":"yan"}]}}}
        """.Trim(),
        await Instance.QueryAsync($$"""
            mutation { insert_lists(objects: [{ title: "x", owner_id: "zoe" }, { owner_id: "yan", team_id: "{{Red}}", title: "y" }]) {
              n: affected_rows __typename returning { title team { name } items { text } } r: returning { owner_id } } }
            """));

    [Fact]
    public async Task Fills_in_the_defaults_of_the_database_row_by_row()
    {
        var answer = await Instance.QueryAsync("""
            mutation { insert_list_items(objects: [
              { list_id: "aaaaaaaa-0000-4000-8000-000000000000", text: "p", position: 5 },
              { list_id: "aaaaaaaa-0000-4000-8000-000000000000", text: "q", done: true }]) { returning { text done position } } }
            """);

        Assert.Equal("""{"data":{"insert_list_items":{"returning":[{"text":"p","done":false,"position":5},{"text":"q","done":true,"position":0}]}}}""", answer);
    }

    [Fact]
    public async Task Makes_identifiers_and_times_in_the_shape_of_their_types()
    {
        var answer = await Instance.QueryAsync("""mutation{insert_teams_one(object:{name:"New"}){id created_at}}""");

        Assert.Matches(
            """^\{"data":\{"insert_teams_one":\{"id":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}","created_at":"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00"\}\}\}$""",
            answer);
    }

    [Theory]
    [InlineData("objects:[]", """{"affected_rows":0,"returning":[]}""")]
    [InlineData("objects:{name:\"One\"}", """{"affected_rows":1,"returning":[{"name":"One"}]}""")]
    public async Task Takes_no_row_and_one_row_for_a_list(string arguments, string expected) => Assert.Equal(
        "{\"data\":{\"insert_teams\":" + expected + "}}", await Instance.QueryAsync($"mutation{{insert_teams({arguments}){{affected_rows returning{{name}}}}}}"));

    [Theory]
    [InlineData("mutation($o:[teams_insert_input!]!){insert_teams(objects:$o){affected_rows}}", """{"o":[{"name":"x"},{"name":"y"}]}""", 2)]
    [InlineData("mutation($o:teams_insert_input!){insert_teams(objects:[$o,{name:\"y\"}]){affected_rows}}", """{"o":{"name":"x"}}""", 2)]
    [InlineData("mutation($n:String!){insert_teams(objects:[{name:$n}]){affected_rows}}", """{"n":"x"}""", 1)]
    public async Task Takes_rows_from_variables(string query, string variables, int rows)
    {
        var body = $$"""{"query":{{System.Text.Json.JsonSerializer.Serialize(query)}},"variables":{{variables}}}""";

        var answer = await Instance.PostAsync(body, Instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal($$$$"""{"data":{"insert_teams":{"affected_rows":{{{{rows}}}}}}}""", answer.Body);
    }

    [Fact]
    public async Task Sets_what_the_role_cannot_give_and_refuses_it_when_given()
    {
        Assert.Equal(
            """{"data":{"insert_lists_one":{"owner_id":"ann"}}}""",
            await Instance.QueryAsync("ann", "analysts", """mutation{insert_lists_one(object:{title:"mine"}){owner_id}}"""));
        Assert.Equal(
            Wire.Invalid("field 'owner_id' not found in type: 'lists_insert_input'", "$.selectionSet.insert_lists_one.args.object.owner_id"),
            await Instance.QueryAsync("ann", "analysts", """mutation{insert_lists_one(object:{title:"x",owner_id:"bob"}){owner_id}}"""));
    }

    [Theory]
    [InlineData("ann", "insert_lists_one(object:{title:\"x\",team_id:\"11111111-1111-4111-8111-111111111111\"}){title}", true)]
    [InlineData("ann", "insert_lists_one(object:{title:\"x\",team_id:\"22222222-2222-4222-8222-222222222222\"}){title}", false)]
    [InlineData("ann", "insert_list_items_one(object:{list_id:\"aaaaaaaa-0000-4000-8000-000000000000\",text:\"x\"}){text}", true)]
    [InlineData("ann", "insert_list_items_one(object:{list_id:\"bbbbbbbb-0000-4000-8000-000000000000\",text:\"x\"}){text}", true)]
    [InlineData("ann", "insert_list_items_one(object:{list_id:\"cccccccc-0000-4000-8000-000000000000\",text:\"x\"}){text}", false)]
    [InlineData("ann", "insert_list_items_one(object:{list_id:\"dddddddd-0000-4000-8000-000000000000\",text:\"x\"}){text}", false)]
    [InlineData("ann", "insert_list_items_one(object:{list_id:\"eeeeeeee-0000-4000-8000-000000000000\",text:\"x\"}){text}", true)]
    [InlineData("ann", "insert_list_items_one(object:{list_id:\"ffffffff-0000-4000-8000-000000000000\",text:\"x\"}){text}", false)]
    public async Task Lets_an_analyst_insert_what_the_check_allows(string user, string field, bool isAllowed)
    {
        var answer = await Instance.QueryAsync(user, "analysts", $"mutation{{{field}}}");

        if (isAllowed)
            Assert.StartsWith("""{"data":{"insert_""", answer, StringComparison.Ordinal);
        else
            Assert.Equal(Wire.Error(Failed, $"$.selectionSet.{field[..field.IndexOf('(', StringComparison.Ordinal)]}.args.object", "permission-error"), answer);
    }

    [Fact]
    public async Task Undoes_every_field_of_the_request_when_one_fails()
    {
        var refused = await Instance.QueryAsync("ann", "analysts", $$"""
            mutation {
              a: insert_lists(objects: [{ title: "first" }]) { affected_rows }
              b: insert_lists(objects: [{ title: "second" }, { title: "third", team_id: "22222222-2222-4222-8222-222222222222" }]) { affected_rows }
            }
            """);
        var violating = await Instance.QueryAsync("""
            mutation { insert_teams(objects: [{ name: "Green" }]) { affected_rows } insert_teams_one(object: { name: "Red" }) { id } }
            """);

        Assert.Equal(Wire.Error(Failed, "$.selectionSet.insert_lists.args.objects", "permission-error"), refused);
        Assert.Equal(
            Wire.Error(
                "Uniqueness violation. duplicate key value violates unique constraint \"teams_name_key\"",
                "$.selectionSet.insert_teams_one.args.object",
                "constraint-violation"),
            violating);
        Assert.Equal("""{"data":{"lists":[],"teams":[]}}""", await Instance.QueryAsync(
            """{lists(where:{title:{_in:["first","second","third"]}}){title} teams(where:{name:{_eq:"Green"}}){name}}"""));
    }

    [Fact]
    public async Task A_later_field_sees_what_an_earlier_one_wrote() => Assert.Equal(
        """{"data":{"insert_lists_one":{"title":"n"},"insert_list_items_one":{"list":{"title":"n","owner_id":"ann"}}}}""",
        await Instance.QueryAsync("ann", "analysts", """
            mutation {
              insert_lists_one(object: { id: "99999999-0000-4000-8000-000000000000", title: "n" }) { title }
              insert_list_items_one(object: { list_id: "99999999-0000-4000-8000-000000000000", text: "x" }) { list { title owner_id } }
            }
            """));

    [Theory]
    [InlineData(
        "insert_list_shares(objects:[{list_id:\"dddddddd-0000-4000-8000-000000000000\",user_id:\"ann\"}]){affected_rows}",
        "Uniqueness violation. duplicate key value violates unique constraint \"list_shares_pkey\"",
        "constraint-violation")]
    [InlineData(
        "insert_list_items(objects:[{list_id:\"12345678-0000-4000-8000-000000000000\",text:\"x\"}]){affected_rows}",
        "Foreign key violation. insert or update on table \"list_items\" violates foreign key constraint \"list_items_list_id_fkey\"",
        "constraint-violation")]
    [InlineData(
        "insert_lists(objects:[{owner_id:\"ann\"}]){affected_rows}",
        "Not-NULL violation. null value in column \"title\" of relation \"lists\" violates not-null constraint",
        "constraint-violation")]
    [InlineData(
        "insert_lists(objects:[{owner_id:\"ann\",title:null}]){affected_rows}",
        "Not-NULL violation. null value in column \"title\" of relation \"lists\" violates not-null constraint",
        "constraint-violation")]
    [InlineData(
        "insert_team_members(objects:[{team_id:\"11111111-1111-4111-8111-111111111111\",user_id:\"x\",role:\"boss\",display_name:\"X\"}]){affected_rows}",
        "Check constraint violation. new row for relation \"team_members\" violates check constraint \"team_members_role_check\"",
        "permission-error")]
    public async Task Tells_which_constraint_a_row_violates(string field, string message, string code)
    {
        var path = $"$.selectionSet.{field[..field.IndexOf('(', StringComparison.Ordinal)]}.args.objects";

        Assert.Equal(Wire.Error(message, path, code), await Instance.QueryAsync($"mutation{{{field}}}"));
    }

    [Theory]
    [InlineData("insert_teams{affected_rows}", "missing required field 'objects'", "insert_teams.args.objects")]
    [InlineData("insert_teams_one{name}", "missing required field 'object'", "insert_teams_one.args.object")]
    [InlineData("insert_teams(objects:null){affected_rows}", "expected an object for type 'teams_insert_input', but found null", "insert_teams.args.objects")]
    [InlineData("insert_teams(objects:[7]){affected_rows}", "expected an object for type 'teams_insert_input', but found an integer", "insert_teams.args.objects[0]")]
    [InlineData("insert_teams(objects:[]){nope}", "field 'nope' not found in type: 'teams_mutation_response'", "insert_teams.selectionSet.nope")]
    [InlineData("insert_teams(objects:[]){returning{nope}}", "field 'nope' not found in type: 'teams'", "insert_teams.selectionSet.returning.selectionSet.nope")]
    [InlineData("insert_teams(objects:[])", "missing selection set for 'insert_teams'", "insert_teams")]
    [InlineData("insert_teams(objects:[{created_at:\"2020-01-01\"}]){affected_rows}", "field 'created_at' not found in type: 'teams_insert_input'", "insert_teams.args.objects[0].created_at")]
    [InlineData("insert_teams(objects:[],on_conflict:{}){affected_rows}", "'insert_teams' has no argument named 'on_conflict'", "insert_teams")]
    [InlineData("update_teams(where:{}){affected_rows}", "field 'update_teams' not found in type: 'mutation_root'", "update_teams")]
    [InlineData("delete_teams(where:{}){affected_rows}", "field 'delete_teams' not found in type: 'mutation_root'", "delete_teams")]
    [InlineData("teams{name}", "field 'teams' not found in type: 'mutation_root'", "teams")]
    [InlineData("__schema{types{name}}", "field '__schema' not found in type: 'mutation_root'", "__schema")]
    public async Task Refuses_what_the_schema_does_not_have(string field, string message, string path) =>
        Assert.Equal(Wire.Invalid(message, "$.selectionSet." + path), await Instance.QueryAsync($"mutation{{{field}}}"));
}
