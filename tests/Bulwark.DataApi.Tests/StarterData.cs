namespace Bulwark.DataApi.Tests;

/// <summary>
/// A tier with a few rows: team Red with ann and bob, team Blue with carol; lists A (ann's own), B (bob's, of team Red), C (carol's, of team Blue),
/// D (dave's, ann may read it), E (dave's, ann may edit it), F (dave's). Each has an item of its name in lower case; A has a second one, "a2", that is done.
/// </summary>
public sealed class StarterData : IAsyncLifetime
{
    private const string Rows = """
        mutation {
          insert_teams(objects: [
            { id: "11111111-1111-4111-8111-111111111111", name: "Red" },
            { id: "22222222-2222-4222-8222-222222222222", name: "Blue" }]) { affected_rows }
          insert_team_members(objects: [
            { team_id: "11111111-1111-4111-8111-111111111111", user_id: "ann", role: "analyst", display_name: "Ann" },
            { team_id: "11111111-1111-4111-8111-111111111111", user_id: "bob", role: "experiencer", display_name: "Bob" },
            { team_id: "22222222-2222-4222-8222-222222222222", user_id: "carol", role: "staff", display_name: "Carol" }]) { affected_rows }
          insert_lists(objects: [
            { id: "aaaaaaaa-0000-4000-8000-000000000000", title: "A", owner_id: "ann" },
            { id: "bbbbbbbb-0000-4000-8000-000000000000", title: "B", owner_id: "bob", team_id: "11111111-1111-4111-8111-111111111111" },
            { id: "cccccccc-0000-4000-8000-000000000000", title: "C", owner_id: "carol", team_id: "22222222-2222-4222-8222-222222222222" },
            { id: "dddddddd-0000-4000-8000-000000000000", title: "D", owner_id: "dave" },
            { id: "eeeeeeee-0000-4000-8000-000000000000", title: "E", owner_id: "dave" },
            { id: "ffffffff-0000-4000-8000-000000000000", title: "F", owner_id: "dave" }]) { affected_rows }
          insert_list_shares(objects: [
            { list_id: "dddddddd-0000-4000-8000-000000000000", user_id: "ann" },
            { list_id: "eeeeeeee-0000-4000-8000-000000000000", user_id: "ann", can_edit: true }]) { affected_rows }
          insert_list_items(objects: [
            { list_id: "aaaaaaaa-0000-4000-8000-000000000000", text: "a", position: 1 },
            { list_id: "aaaaaaaa-0000-4000-8000-000000000000", text: "a2", position: 9007199254740993, done: true },
            { list_id: "bbbbbbbb-0000-4000-8000-000000000000", text: "b" },
            { list_id: "cccccccc-0000-4000-8000-000000000000", text: "c" },
            { list_id: "dddddddd-0000-4000-8000-000000000000", text: "d" },
            { list_id: "eeeeeeee-0000-4000-8000-000000000000", text: "e" },
            { list_id: "ffffffff-0000-4000-8000-000000000000", text: "f" }]) { affected_rows }
        }
        """;

    private DataApiInstance? _instance;

    internal DataApiInstance Instance => _instance ?? throw new InvalidOperationException("The fixture was not started");

    public async ValueTask InitializeAsync()
    {
        _instance = await DataApiInstance.StartAsync();
        Assert.StartsWith("{\"data\":", await Instance.QueryAsync(Rows), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => Instance.DisposeAsync();
}
