using System.Text;
using Bulwark.Core;
using Bulwark.Identity.Control;

namespace Bulwark.Identity.Tests.Control;

public sealed class UserRoutesTests : IAsyncLifetime
{
    private const string UsernameRule = "A user name has 1 to 128 printable ASCII characters without spaces, and is not '.' or '..'.";
    private const string GroupRule = "A group name has 1 to 64 of the characters A-Z, a-z, 0-9, _ and -; a user has at most 100 groups.";
    private const string BodyRule = "The body is not the JSON that this control route takes.";
    private const string PasswordRule = "A password has 12 to 256 characters.";

    private IdentityInstance _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await IdentityInstance.StartAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task Adds_a_user_and_shows_one()
    {
        var added = await _identity.AddUserAsync("Alice", email: "alice@example.org", groups: ["staff", "analysts", "staff"]);

        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", added.Sub);
        Assert.Equal(
            $$"""200 {"username":"Alice","sub":"{{added.Sub}}","email":"alice@example.org","enabled":true,"hasPassword":true,"groups":["analysts","staff"],"createdAt":"2027-01-15T08:00:00+00:00"}""",
            await SendAsync("GET", "/users/alice"));
        Assert.Equal(await SendAsync("GET", "/users/alice"), await SendAsync("GET", "/users/ALICE"));
    }

    [Fact]
    public async Task Lists_users_by_name()
    {
        foreach (var name in new[] { "bob", "Alice", "carol" })
            await _identity.AddUserAsync(name, password: null);

        var list = await _identity.Control.GetAsync("/users", IdentityControlJson.Default.UserListView, TestContext.Current.CancellationToken);

        Assert.Equal(["Alice", "bob", "carol"], list.Users.Select(user => user.Username), StringComparer.Ordinal);
        Assert.All(list.Users, user => Assert.False(user.HasPassword));
    }

    [Fact]
    public async Task Knows_no_two_users_of_one_name()
    {
        await _identity.AddUserAsync("Alice");

        Assert.Equal("""409 {"error":"The user alice is there already."}""", await SendAsync("POST", "/users", """{"username":"alice"}"""));
    }

    [Theory]
    [InlineData("", BodyRule)]
    [InlineData("[]", BodyRule)]
    [InlineData("null", BodyRule)]
    [InlineData("{}", BodyRule)]
    [InlineData("""{"username":null}""", BodyRule)]
    [InlineData("""{"username":7}""", BodyRule)]
    [InlineData("""{"username":"bob","username":"eve"}""", BodyRule)]
    [InlineData("""{"username":"bob","admin":true}""", BodyRule)]
    [InlineData("""{"username":""}""", UsernameRule)]
    [InlineData("""{"username":"."}""", UsernameRule)]
    [InlineData("""{"username":".."}""", UsernameRule)]
    [InlineData("""{"username":"a b"}""", UsernameRule)]
    [InlineData("""{"username":"a\u0000"}""", UsernameRule)]
    [InlineData("""{"username":"a\nb"}""", UsernameRule)]
    [InlineData("""{"username":"\u0430lice"}""", UsernameRule)]
    [InlineData("""{"username":"bob","groups":["a b"]}""", GroupRule)]
    [InlineData("""{"username":"bob","groups":[""]}""", GroupRule)]
    [InlineData("""{"username":"bob","groups":["a,b"]}""", GroupRule)]
    [InlineData("""{"username":"bob","groups":"staff"}""", BodyRule)]
    [InlineData("""{"username":"bob","email":"bob"}""", "An e-mail address has the form name@host, at most 254 printable ASCII characters.")]
    [InlineData("""{"username":"bob","email":"a@b@c"}""", "An e-mail address has the form name@host, at most 254 printable ASCII characters.")]
    [InlineData("""{"username":"bob","password":""}""", PasswordRule)]
    [InlineData("""{"username":"bob","password":"elevenchars"}""", PasswordRule)]
    public async Task Refuses_a_user_that_breaks_a_rule(string body, string message)
    {
        Assert.Equal($"400 {ErrorJson(message)}", Unescape(await SendAsync("POST", "/users", body)));
        Assert.Equal("""200 {"users":[]}""", await SendAsync("GET", "/users"));
    }

    [Theory]
    [InlineData(128, 64, 100, 256, 200)]
    [InlineData(129, 64, 100, 256, 400)]
    [InlineData(128, 65, 100, 256, 400)]
    [InlineData(128, 64, 101, 256, 400)]
    [InlineData(128, 64, 100, 257, 400)]
    public async Task Knows_its_limits(int nameLength, int groupLength, int groups, int passwordLength, int expected)
    {
        var names = string.Join(',', Enumerable.Range(0, groups).Select(i => $"\"{i.ToString("D3", null).PadLeft(groupLength, 'g')}\""));
        var body = $$"""{"username":"{{new string('u', nameLength)}}","groups":[{{names}}],"password":"{{new string('p', passwordLength)}}"}""";

        Assert.StartsWith($"{expected} ", await SendAsync("POST", "/users", body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sets_the_groups_and_no_others()
    {
        await _identity.AddUserAsync("alice", groups: ["staff", "analysts"]);

        Assert.Contains("\"groups\":[\"experiencers\"]", await SendAsync("PUT", "/users/alice/groups", """{"groups":["experiencers"]}"""), StringComparison.Ordinal);
        Assert.Contains("\"groups\":[]", await SendAsync("PUT", "/users/alice/groups", """{"groups":[]}"""), StringComparison.Ordinal);
        Assert.Equal($"400 {ErrorJson(BodyRule)}", await SendAsync("PUT", "/users/alice/groups", "{}"));
        Assert.Equal($"400 {ErrorJson(BodyRule)}", await SendAsync("PUT", "/users/alice/groups", """{"groups":null}"""));
        Assert.Equal($"400 {ErrorJson(GroupRule)}", await SendAsync("PUT", "/users/alice/groups", """{"groups":[null]}"""));
    }

    [Fact]
    public async Task Sets_a_password_and_the_old_one_is_over()
    {
        await _identity.AddUserAsync("alice");

        Assert.StartsWith("200 ", await SendAsync("POST", "/users/alice/password", """{"password":"another horse battery"}"""), StringComparison.Ordinal);

        Assert.Equal(400, (await _identity.LoginAsync("alice")).Status);
        Assert.Equal(200, (await _identity.LoginAsync("alice", "another horse battery")).Status);
        Assert.Equal($"400 {ErrorJson(PasswordRule)}", await SendAsync("POST", "/users/alice/password", """{"password":"short"}"""));
    }

    [Fact]
    public async Task Disables_enables_and_deletes()
    {
        await _identity.AddUserAsync("alice");

        Assert.Contains("\"enabled\":false", await SendAsync("POST", "/users/alice/disable"), StringComparison.Ordinal);
        Assert.Contains("\"enabled\":true", await SendAsync("POST", "/users/alice/enable"), StringComparison.Ordinal);
        Assert.StartsWith("200 ", await SendAsync("DELETE", "/users/alice"), StringComparison.Ordinal);
        Assert.Equal("""404 {"error":"There is no user alice."}""", await SendAsync("GET", "/users/alice"));
    }

    [Fact]
    public async Task A_user_added_again_is_somebody_else()
    {
        var first = await _identity.AddUserAsync("alice", groups: "staff");
        await SendAsync("DELETE", "/users/alice");
        var second = await _identity.AddUserAsync("alice");

        Assert.NotEqual(first.Sub, second.Sub, StringComparer.Ordinal);
        Assert.Empty(second.Groups);
    }

    [Theory]
    [InlineData("GET", "/users/nobody", null)]
    [InlineData("DELETE", "/users/nobody", null)]
    [InlineData("POST", "/users/nobody/disable", null)]
    [InlineData("POST", "/users/nobody/enable", null)]
    [InlineData("PUT", "/users/nobody/groups", """{"groups":["staff"]}""")]
    [InlineData("POST", "/users/nobody/password", """{"password":"another horse battery"}""")]
    public async Task Says_who_is_not_there(string method, string path, string? body) =>
        Assert.Equal("""404 {"error":"There is no user nobody."}""", await SendAsync(method, path, body));

    [Fact]
    public async Task Finds_names_that_need_escaping_in_a_path()
    {
        await _identity.AddUserAsync("a/b%2F?#", password: null);

        Assert.StartsWith("200 ", await SendAsync("GET", "/users/" + Uri.EscapeDataString("a/b%2F?#")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_survive_a_restart_and_a_damaged_database_stops_it_with_a_sentence()
    {
        var before = await _identity.AddUserAsync("alice", groups: "staff");

        await _identity.RestartAsync();
        Assert.Equal(before.Sub, (await _identity.Control.GetAsync("/users/alice", IdentityControlJson.Default.UserView, TestContext.Current.CancellationToken)).Sub);
        Assert.Equal(200, (await _identity.LoginAsync("alice")).Status);

        var e = await Assert.ThrowsAsync<OperatorException>(() => _identity.RestartAsync(() =>
            File.WriteAllText(_identity.Directory["db/identity.db"], new string('x', 8192))));
        Assert.Equal(
            $"The database {_identity.Directory["db/identity.db"]} is damaged (SQLite Error 26: 'file is not a database'.) Nothing was changed: move the file aside and put a backup in its place.",
            e.Message);
    }

    [Fact]
    public async Task Logs_who_changed_whom_and_no_password()
    {
        await _identity.AddUserAsync("alice", groups: "staff");

        var record = Assert.Single(_identity.Logs.Records, record => record.EventId == 5001);
        Assert.Matches($"^User alice added; asked for by uid [0-9]+, process {Environment.ProcessId}$", record.Message);
        Assert.DoesNotContain(IdentityInstance.Password, _identity.Logs.Text, StringComparison.Ordinal);
    }

    private static string ErrorJson(string message) => $$"""{"error":"{{message}}"}""";

    // The serializer writes quotation marks of our sentences as escapes.
    private static string Unescape(string json) => json.Replace("\\u0027", "'", StringComparison.Ordinal);

    private async Task<string> SendAsync(string method, string path, string? body = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Parse(method), path);
        message.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _identity.RawControl.SendAsync(message, TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }
}
