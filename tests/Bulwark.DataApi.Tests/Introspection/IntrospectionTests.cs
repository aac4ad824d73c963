using System.Text.Json;

namespace Bulwark.DataApi.Tests.Introspection;

public sealed class IntrospectionTests(StarterData data) : IClassFixture<StarterData>
{
    /// <summary>What GraphiQL and code generators ask.</summary>
    internal const string Standard = """
        query IntrospectionQuery {
          __schema {
            description
            queryType { name kind } mutationType { name kind } subscriptionType { name kind }
            types { ...FullType }
            directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
          }
        }
        fragment FullType on __Type {
          kind name description specifiedByURL isOneOf
          fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
          inputFields(includeDeprecated: true) { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
        fragment TypeRef on __Type {
          kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
            ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
        }
        """;

    private static readonly Dictionary<string, string> Samples = new(StringComparer.Ordinal)
    {
        ["String"] = "\"a\"", ["Int"] = "1", ["Boolean"] = "true", ["bigint"] = "1", ["timestamptz"] = "\"2026-01-02T03:04:05Z\"",
        ["uuid"] = "\"11111111-1111-4111-8111-111111111111\"", ["order_by"] = "asc",
    };

    [Theory]
    [InlineData("staff")]
    [InlineData("analysts")]
    [InlineData("experiencers")]
    public async Task Names_each_type_once_and_no_type_that_is_not_there(string group)
    {
        using var schema = await ReadAsync(group);
        var types = Types(schema).Select(type => type.GetProperty("name").GetString()!).ToList();
        var named = References(schema.RootElement).ToList();

        Assert.Equal(types.Count, types.Distinct(StringComparer.Ordinal).Count());
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, types, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("staff", "list_items list_shares lists team_members teams", "insert_list_items insert_list_shares insert_lists insert_team_members insert_teams")]
    [InlineData("analysts", "list_items list_shares lists team_members teams", "insert_list_items insert_lists")]
    [InlineData("experiencers", "list_items list_shares lists team_members", "")]
    public async Task Shows_a_role_its_own_root_fields(string group, string queries, string mutations)
    {
        using var schema = await ReadAsync(group);

        Assert.Equal(Twice(queries, "_by_pk"), string.Join(' ', Fields(schema, "query_root")));
        Assert.Equal(Twice(mutations, "_one"), string.Join(' ', Fields(schema, "mutation_root")));
    }

    [Fact]
    public async Task Shows_a_role_nothing_of_what_it_does_not_see()
    {
        var answer = await data.Instance.QueryAsync("ann", "experiencers", Standard);

        Assert.DoesNotContain("\"teams", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("mutation_root", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("insert", answer, StringComparison.Ordinal);
        Assert.Contains("\"mutationType\":null,\"subscriptionType\":null", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("staff")]
    [InlineData("analysts")]
    [InlineData("experiencers")]
    public async Task Everything_that_it_shows_can_be_asked_for(string group)
    {
        using var schema = await ReadAsync(group);
        var asked = 0;
        foreach (var query in Types(schema).Single(type => type.GetProperty("name").GetString() == "query_root").GetProperty("fields").EnumerateArray()
            .SelectMany(field => Queries(schema, field)))
        {
            var answer = await data.Instance.QueryAsync("ann", group, query);
            Assert.True(answer.StartsWith("{\"data\":", StringComparison.Ordinal), query + " " + answer);
            asked++;
        }

        Assert.InRange(asked, 100, 2000);
    }

    [Theory]
    [InlineData("{__type(name:\"order_by\"){kind enumValues{name}}}", """{"__type":{"kind":"ENUM","enumValues":[{"name":"asc"},{"name":"asc_nulls_first"},{"name":"asc_nulls_last"},{"name":"desc"},{"name":"desc_nulls_first"},{"name":"desc_nulls_last"}]}}""")]
    [InlineData("{__type(name:\"nope\"){name}}", """{"__type":null}""")]
    [InlineData("{__type(name:\"uuid\"){__typename k:kind name fields{name} ofType{name}}}", """{"__type":{"__typename":"__Type","k":"SCALAR","name":"uuid","fields":null,"ofType":null}}""")]
    [InlineData("{__type(name:\"__TypeKind\"){enumValues{name}}}", """{"__type":{"enumValues":[{"name":"ENUM"},{"name":"INPUT_OBJECT"},{"name":"INTERFACE"},{"name":"LIST"},{"name":"NON_NULL"},{"name":"OBJECT"},{"name":"SCALAR"},{"name":"UNION"}]}}""")]
    [InlineData("{__schema{directives{name args{name type{kind ofType{name}}}}}}", """{"__schema":{"directives":[{"name":"include","args":[{"name":"if","type":{"kind":"NON_NULL","ofType":{"name":"Boolean"}}}]},{"name":"skip","args":[{"name":"if","type":{"kind":"NON_NULL","ofType":{"name":"Boolean"}}}]}]}}""")]
    public async Task Answers_beside_the_standard_question(string query, string expected) =>
        Assert.Equal("{\"data\":" + expected + "}", await data.Instance.QueryAsync(query));

    [Fact]
    public async Task Takes_the_name_of_a_type_from_a_variable_each_time_anew()
    {
        const string Query = "query($n:String!){__type(name:$n){kind}}";

        Assert.Equal("""{"data":{"__type":{"kind":"OBJECT"}}}""", await data.Instance.QueryAsync(Query, new { n = "lists" }));
        Assert.Equal("""{"data":{"__type":{"kind":"SCALAR"}}}""", await data.Instance.QueryAsync(Query, new { n = "uuid" }));
    }

    [Theory]
    [InlineData("{__schema}", "missing selection set for '__schema'", "$.selectionSet.__schema")]
    [InlineData("{__schema{nope}}", "field 'nope' not found in type: '__Schema'", "$.selectionSet.__schema.selectionSet.nope")]
    [InlineData("{__schema{types{fields(nope:1){name}}}}", "'fields' has no argument named 'nope'", "$.selectionSet.__schema.selectionSet.types.selectionSet.fields")]
    [InlineData("{__type{name}}", "expected a string for type 'String', but found null", "$.selectionSet.__type.args.name")]
    [InlineData("{__type(name:1){name}}", "expected a string for type 'String', but found an integer", "$.selectionSet.__type.args.name")]
    [InlineData("{__type(name:\"lists\"){name{x}}}", "unexpected subselection set for non-object field", "$.selectionSet.__type.selectionSet.name")]
    public async Task Refuses_what_the_specification_does_not_have(string query, string message, string path) =>
        Assert.Equal(Wire.Invalid(message, path), await data.Instance.QueryAsync(query));

    [Fact]
    public async Task Stops_where_types_lead_to_types_without_end()
    {
        var query = "{__schema{types{" + string.Concat(Enumerable.Repeat("inputFields{type{", 12)) + "name" + new string('}', 24) + "}}}";

        Assert.StartsWith("{\"errors\":[{\"message\":\"the answer is larger than the limit of 2097152 bytes\"", await data.Instance.QueryAsync(query), StringComparison.Ordinal);
    }

    private static string Twice(string names, string suffix) => string.Join(
        ' ', names.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(name => new[] { name, name + suffix }).Order(StringComparer.Ordinal));

    private async Task<JsonDocument> ReadAsync(string group) => JsonDocument.Parse(await data.Instance.QueryAsync("ann", group, Standard));

    private static IEnumerable<JsonElement> Types(JsonDocument schema) =>
        schema.RootElement.GetProperty("data").GetProperty("__schema").GetProperty("types").EnumerateArray();

    private static JsonElement Type(JsonDocument schema, string name) => Types(schema).Single(type => type.GetProperty("name").GetString() == name);

    private static IEnumerable<string> Fields(JsonDocument schema, string type) => Types(schema)
        .Where(candidate => candidate.GetProperty("name").GetString() == type)
        .SelectMany(candidate => candidate.GetProperty("fields").EnumerateArray())
        .Select(field => field.GetProperty("name").GetString()!)
        .Order(StringComparer.Ordinal);

    // Every name that stands where a type is referred to.
    private static IEnumerable<string> References(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().SelectMany(References);

        if (element.ValueKind != JsonValueKind.Object)
            return [];

        var own = element.TryGetProperty("type", out var type) ? [NameOf(type)] : Array.Empty<string>();
        return own.Concat(element.EnumerateObject().SelectMany(property => References(property.Value)));
    }

    private static string NameOf(JsonElement type) =>
        type.GetProperty("ofType").ValueKind == JsonValueKind.Null ? type.GetProperty("name").GetString()! : NameOf(type.GetProperty("ofType"));

    // The field with each of its arguments, and with each field below it, one at a time.
    private static IEnumerable<string> Queries(JsonDocument schema, JsonElement field)
    {
        var name = field.GetProperty("name").GetString()!;
        var arguments = field.GetProperty("args").EnumerateArray().ToList();
        var required = arguments.Where(argument => argument.GetProperty("type").GetProperty("kind").GetString() == "NON_NULL").ToList();
        var given = required.Count == 0 ? "" : $"({string.Join(',', required.Select(argument => $"{argument.GetProperty("name").GetString()}:{Values(schema, argument, 1).First()}"))})";
        foreach (var selection in Selections(schema, NameOf(field.GetProperty("type")), 2))
            yield return $"{{{name}{given}{selection}}}";

        foreach (var argument in arguments.Except(required))
        {
            foreach (var value in Values(schema, argument, 2))
                yield return $"{{{name}({argument.GetProperty("name").GetString()}:{value}){{__typename}}}}";
        }
    }

    private static IEnumerable<string> Selections(JsonDocument schema, string type, int depth)
    {
        foreach (var field in Type(schema, type).GetProperty("fields").EnumerateArray())
        {
            var target = Type(schema, NameOf(field.GetProperty("type")));
            var name = field.GetProperty("name").GetString();
            var isLeaf = target.GetProperty("kind").GetString() != "OBJECT";
            var below = isLeaf ? [""] : depth > 0 ? Selections(schema, target.GetProperty("name").GetString()!, depth - 1) : [];
            foreach (var inner in below)
                yield return $"{{{name}{inner}}}";
        }
    }

    private static IEnumerable<string> Values(JsonDocument schema, JsonElement input, int depth)
    {
        var name = NameOf(input.GetProperty("type"));
        if (Samples.TryGetValue(name, out var sample))
            return [sample];

        return depth == 0
            ? ["{}"]
            : Type(schema, name).GetProperty("inputFields").EnumerateArray().SelectMany(field =>
                Values(schema, field, depth - 1).Select(value => $"{{{field.GetProperty("name").GetString()}:{value}}}"));
    }
}
