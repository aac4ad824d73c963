using System.Text.Json.Nodes;

namespace Bulwark.DataApi.Tests.Permissions;

public sealed class SessionReaderTests
{
    // Tells the role by what it may do: staff inserts teams, an analyst inserts lists, an experiencer nothing.
    private const string WhichRole = """{"query":"{__type(name:\"mutation_root\"){fields{name}}}"}""";
    private const string Staff = "insert_teams";
    private const string Analyst = "\"insert_lists\"},{\"name\":\"insert_lists_one\"},{\"name\":\"insert_list_items\"},{\"name\":\"insert_list_items_one\"}]";
    private const string Experiencer = """{"data":{"__type":null}}""";

    private static readonly string NotInAudience = Wire.Error("Could not verify JWT: JWTNotInAudience", "$", "invalid-jwt");
    private static readonly string BadSignature = Wire.Error("Could not verify JWT: JWSError JWSInvalidSignature", "$", "invalid-jwt");

    [Theory]
    [InlineData(null, "Missing 'Authorization' or 'Cookie' header in JWT authentication mode")]
    [InlineData("Basic c2FtOnNhbQ==", "Malformed Authorization header")]
    [InlineData("Bearer", "Malformed Authorization header")]
    public async Task Gives_no_data_without_a_token(string? authorization, string message)
    {
        await using var instance = await DataApiInstance.StartAsync();
        (string, string)[] headers = authorization is null ? [] : [("Authorization", authorization)];

        var answer = await instance.PostAsync(WhichRole, null, headers: headers);

        Assert.Equal((200, Wire.Error(message, "$", "invalid-headers")), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("x-hasura-admin-secret", "anything")]
    [InlineData("X-Hasura-Role", "staff")]
    [InlineData("X-Hasura-User-Id", "sam")]
    [InlineData("Cookie", "Authorization=Bearer x")]
    public async Task Takes_no_other_header_for_a_token(string name, string value)
    {
        await using var instance = await DataApiInstance.StartAsync();

        var answer = await instance.PostAsync(WhichRole, null, headers: (name, value));

        Assert.Equal(Wire.Error("Missing 'Authorization' or 'Cookie' header in JWT authentication mode", "$", "invalid-headers"), answer.Body);
    }

    [Fact]
    public async Task Refuses_a_token_that_has_expired()
    {
        await using var instance = await DataApiInstance.StartAsync();
        var token = instance.Issuer.IdToken("sam", "staff");
        instance.Time.Advance(TimeSpan.FromMinutes(62));

        var v1 = await instance.PostAsync(WhichRole, token);
        var alpha = await instance.PostAsync(WhichRole, token, "/v1alpha1/graphql");

        Assert.Equal((200, Wire.Error("Could not verify JWT: JWTExpired", "$", "invalid-jwt")), (v1.Status, v1.Body));
        Assert.Equal((400, v1.Body), (alpha.Status, alpha.Body));
    }

    [Fact]
    public async Task Refuses_a_token_whose_signature_was_changed()
    {
        await using var instance = await DataApiInstance.StartAsync();
        var token = instance.Issuer.IdToken("ann", "experiencers");
        var forged = instance.Issuer.IdToken("ann", "staff");

        var answer = await instance.PostAsync(WhichRole, forged[..forged.LastIndexOf('.')] + token[token.LastIndexOf('.')..]);

        Assert.Equal(BadSignature, answer.Body);
    }

    [Theory]
    [InlineData("x", "Could not verify JWT: JWSError (CompactDecodeError)")]
    [InlineData("eyJhbGciOiJub25lIiwia2lkIjoiYSJ9.eyJzdWIiOiJzYW0ifQ.", "Could not verify JWT: JWSError JWSInvalidSignature")]
    public async Task Refuses_what_is_no_signed_token(string token, string message)
    {
        await using var instance = await DataApiInstance.StartAsync();

        Assert.Equal(Wire.Error(message, "$", "invalid-jwt"), (await instance.PostAsync(WhichRole, token)).Body);
    }

    [Theory]
    [InlineData("iss", "\"https://other.example\"", "Could not verify JWT: JWTNotInIssuer")]
    [InlineData("aud", "\"bulwark-mcp\"", "Could not verify JWT: JWTNotInAudience")]
    [InlineData("aud", "[\"bulwark-web \"]", "Could not verify JWT: JWTNotInAudience")]
    [InlineData("aud", null, "Could not verify JWT: JWTNotInAudience")]
    [InlineData("token_use", "\"refresh\"", "Could not verify JWT: JWTNotInAudience")]
    [InlineData("token_use", null, "Could not verify JWT: JWTNotInAudience")]
    [InlineData("exp", null, "Could not verify JWT: JWTClaimsSetDecodeError \"exp\"")]
    public async Task Refuses_a_token_that_is_not_for_this_api(string claim, string? json, string message)
    {
        await using var instance = await DataApiInstance.StartAsync();
        var claims = instance.Issuer.IdClaims("sam", "staff");
        claims[claim] = json is null ? null : JsonNode.Parse(json);
        if (json is null)
            claims.Remove(claim);

        Assert.Equal(Wire.Error(message, "$", "invalid-jwt"), (await instance.PostAsync(WhichRole, TestIssuer.Sign(claims))).Body);
    }

    [Theory]
    [InlineData("bulwark-web", null, true)]
    [InlineData("bulwark-mobile", null, true)]
    [InlineData("bulwark-mcp", null, false)]
    [InlineData("bulwark-web", "https://localhost:8443/mcp", false)]
    [InlineData("bulwark-web", "bulwark-web", false)]
    public async Task Takes_access_tokens_of_its_clients_unless_they_are_for_another_resource(string client, string? audience, bool isTaken)
    {
        await using var instance = await DataApiInstance.StartAsync();
        var claims = instance.Issuer.AccessClaims("sam", "staff");
        claims["client_id"] = client;
        if (audience is not null)
            claims["aud"] = audience;

        var answer = await instance.PostAsync(WhichRole, TestIssuer.Sign(claims));

        if (isTaken)
            Assert.Contains(Staff, answer.Body, StringComparison.Ordinal);
        else
            Assert.Equal(NotInAudience, answer.Body);
    }

    [Theory]
    [InlineData("staff", null, Staff)]
    [InlineData("analysts", null, Analyst)]
    [InlineData("experiencers", null, Experiencer)]
    [InlineData("experiencers,staff", null, Staff)]
    [InlineData("experiencers,analysts", null, Analyst)]
    [InlineData("staff,analysts", "analyst", Analyst)]
    [InlineData("staff,experiencers", "experiencer", Experiencer)]
    [InlineData("choir,staff", "staff", Staff)]
    public async Task Maps_groups_to_roles_and_lets_the_client_choose_among_them(string groups, string? asked, string expected)
    {
        await using var instance = await DataApiInstance.StartAsync();
        (string, string)[] headers = asked is null ? [] : [("X-Hasura-Role", asked)];

        var answer = await instance.PostAsync(WhichRole, instance.Issuer.IdToken("u", groups.Split(',')), headers: headers);

        Assert.Contains(expected, answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("analysts", "staff")]
    [InlineData("staff", "analyst")]
    [InlineData("staff", "admin")]
    [InlineData("staff", "Staff")]
    [InlineData("staff", "")]
    public async Task Refuses_a_role_that_is_not_the_user_s_own(string group, string asked)
    {
        await using var instance = await DataApiInstance.StartAsync();

        var answer = await instance.PostAsync(WhichRole, instance.Issuer.IdToken("u", group), headers: ("X-Hasura-Role", asked));

        Assert.Equal(Wire.Error("Your requested role is not in allowed roles", "$", "access-denied"), answer.Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("choir")]
    [InlineData("Staff")]
    public async Task Gives_no_role_and_no_data_to_users_of_no_known_group(string group)
    {
        await using var instance = await DataApiInstance.StartAsync();

        var answer = await instance.PostAsync(WhichRole, instance.Issuer.IdToken("u", group), headers: ("X-Hasura-Role", "experiencer"));

        Assert.Equal(Wire.Error("The token's groups give no role", "$", "access-denied"), answer.Body);
    }

    [Fact]
    public async Task Takes_the_user_from_the_token_and_never_from_a_header()
    {
        await using var instance = await DataApiInstance.StartAsync();
        await instance.QueryAsync("""mutation{insert_lists(objects:[{title:"ann's",owner_id:"ann"},{title:"bob's",owner_id:"bob"}]){affected_rows}}""");

        var answer = await instance.PostAsync(
            """{"query":"{lists{title}}"}""",
            instance.Issuer.IdToken("ann", "experiencers"),
            headers: [("X-Hasura-User-Id", "bob"), ("x-hasura-admin-secret", "x")]);

        Assert.Equal("""{"data":{"lists":[{"title":"ann's"}]}}""", answer.Body);
    }

    [Fact]
    public async Task Maps_groups_as_the_settings_say()
    {
        var options = new DataApiOptions { Roles = [new RoleMapping { Group = "crew", Role = "analyst" }] };
        await using var instance = await DataApiInstance.StartAsync(options);

        var crew = await instance.PostAsync(WhichRole, instance.Issuer.IdToken("u", "crew"));
        var staff = await instance.PostAsync(WhichRole, instance.Issuer.IdToken("u", "staff"));

        Assert.Contains(Analyst, crew.Body, StringComparison.Ordinal);
        Assert.Equal(Wire.Error("The token's groups give no role", "$", "access-denied"), staff.Body);
    }
}
