using Bulwark.Core.Configuration;

namespace Bulwark.DataApi.Tests;

public sealed class DataApiOptionsTests
{
    private static readonly ConfigPath At = new("dataApi");

    [Fact]
    public void An_empty_section_is_valid()
    {
        var options = new DataApiOptions();

        Assert.Empty(options.Validate(At));
        Assert.Empty(options.Limits.Validate(At["limits"]));
        Assert.All(options.Roles, role => Assert.Empty(role.Validate(At)));
    }

    [Fact]
    public void Tells_every_problem()
    {
        var options = new DataApiOptions { Roles = [], CorsOrigins = ["*", "https://app.example.org/", "app", "https://app.example.org"] };

        Assert.Equal(
            """
            dataApi.roles is empty: nobody would have a role, and so no data
            dataApi.corsOrigins[1] 'https://app.example.org/' is not an origin such as "https://app.example.org", nor "*"
            dataApi.corsOrigins[2] 'app' is not an origin such as "https://app.example.org", nor "*"
            """,
            Tell(options.Validate(At)));
    }

    [Fact]
    public void A_mapping_names_a_group_and_a_role_of_the_schema() => Assert.Equal(
        """
        dataApi.group is empty: name a group of the issuer
        dataApi.role 'admin' is not a role of the schema, which has staff, analyst, experiencer
        """,
        Tell(new RoleMapping { Group = " ", Role = "admin" }.Validate(At)));

    [Fact]
    public void Limits_have_ranges()
    {
        var limits = new LimitOptions
        {
            BodyBytes = 0, QueryLength = 0, Depth = 0, Nodes = 0, Aliases = -1, VariableNodes = -1, Batch = 0, ResponseBytes = 0, TimeoutSeconds = 301,
            Readers = 65, PlanCacheBytes = -1,
        };

        Assert.Equal(
            """
            dataApi.bodyBytes 0 is out of range: 1024 to 67108864
            dataApi.queryLength 0 is out of range: 256 to 1048576
            dataApi.depth 0 is out of range: 1 to 30
            dataApi.nodes 0 is out of range: 10 to 10000
            dataApi.aliases -1 is out of range: 0 to 10000
            dataApi.variableNodes -1 is out of range: 0 to 20000
            dataApi.batch 0 is out of range: 1 to 1000
            dataApi.responseBytes 0 is out of range: 1024 to 536870912
            dataApi.timeoutSeconds 301 is out of range: 1 to 300
            dataApi.readers 65 is out of range: 1 to 64
            dataApi.planCacheBytes -1 is out of range: 0 to 1073741824
            """,
            Tell(limits.Validate(At)));
    }

    private static string Tell(IEnumerable<ConfigError> errors) => string.Join('\n', errors.Select(error => $"{error.Path} {error.Message}"));
}
