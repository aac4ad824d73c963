using System.Globalization;
using System.Text.Json;
using Bulwark.DataApi.Execution;
using Bulwark.DataApi.Metadata;
using CsCheck;

namespace Bulwark.DataApi.Tests.Permissions;

/// <summary>
/// For random rows, conditions, orders, limits and every role: the compiled SQL gives the rows that the permission and the condition mean, in their
/// order, and the nested rows that they mean.
/// </summary>
public sealed class PermissionPropertyTests : IDisposable
{
    private const string User = "u0";

    private static readonly string[] Users = [User, "u1", "U_%"];
    private static readonly Table Lists = StarterSchema.Tables.Single(table => table.Name == "lists");
    private static readonly Table Items = StarterSchema.Tables.Single(table => table.Name == "list_items");
    private static readonly Table Shares = StarterSchema.Tables.Single(table => table.Name == "list_shares");
    private static readonly Table Teams = StarterSchema.Tables.Single(table => table.Name == "teams");

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    private static readonly Gen<string> GenTitle = Pick("a", "b", "A", "ab", "B_%", "é", "' OR 1=1 --");

    private static readonly Gen<Condition> GenText = Gen.Select(
        Pick("title", "owner_id"),
        Pick("_eq", "_neq", "_gt", "_gte", "_lt", "_lte", "_like", "_ilike"),
        Pick("a", "b", "A", "u0", "%", "_", "%b%", "a_", "É", "%1=1%"),
        (column, name, value) => (Condition)new Condition.Compare(column, name, value));

    private static readonly Gen<Condition> GenIn = Gen.Select(
        GenTitle.Array[0, 3], Gen.Bool, (values, isNegated) => (Condition)new Condition.In("title", values, isNegated));

    private static readonly Gen<Condition> GenItem = Gen.OneOf<Condition>(
        Gen.Bool.Select(done => (Condition)new Condition.Compare("done", "_eq", done)),
        Gen.Select(Pick("_eq", "_gt", "_lte"), Gen.Long[0, 3], (name, value) => (Condition)new Condition.Compare("position", name, value)),
        Gen.Const((Condition)new Condition.All([])));

    private static readonly Gen<Condition> GenShare = Gen.OneOf<Condition>(
        Pick(Users).Select(user => (Condition)new Condition.Compare("user_id", "_eq", user)),
        Gen.Bool.Select(canEdit => (Condition)new Condition.Compare("can_edit", "_eq", canEdit)));

    public static TheoryData<string> Roles => [.. StarterSchema.Roles];

    [Theory]
    [MemberData(nameof(Roles))]
    public void Rows_are_those_of_a_naive_evaluation(string role) => Gen
        .Select(GenRows(), GenCondition(role, 3), GenOrder(role), Gen.Int[0, 6], Gen.Int[0, 3])
        .Sample(
            (rows, condition, order, limit, offset) =>
            {
                var naive = Fill(rows);

                var answer = _database.Query(role, User, Query(condition, order, limit, offset));

                Assert.Equal(Expected(naive, role, condition, order, limit, offset), Read(answer));
            },
            iter: 1000,
            threads: 1);

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Query(Condition condition, IReadOnlyList<string> order, int limit, int offset) =>
        $"{{lists(where:{condition.Write()},order_by:[{string.Join(',', order.Select(WriteOrder))}],limit:{limit},offset:{offset})"
        + "{id items(where:{done:{_eq:false}},order_by:{id:asc}){id} shares(order_by:{user_id:asc}){user_id}}}";

    private static string WriteOrder(string key) =>
        key.StartsWith("team.", StringComparison.Ordinal) ? $"{{team:{{{key[5..].Replace(' ', ':')}}}}}" : $"{{{key.Replace(' ', ':')}}}";

    private static Gen<Condition> GenCondition(string role, int depth)
    {
        var leaves = new List<Gen<Condition>> { GenText, GenIn };
        if (role != StarterSchema.Experiencer)
            leaves.Add(Gen.Bool.Select(expected => (Condition)new Condition.IsNull("team_id", expected)));

        if (depth == 0)
            return Gen.OneOf([.. leaves]);

        var inner = GenCondition(role, depth - 1);
        leaves.Add(inner.Array[0, 3].Select(parts => (Condition)new Condition.All(parts)));
        leaves.Add(inner.Array[0, 3].Select(parts => (Condition)new Condition.Any(parts)));
        leaves.Add(inner.Select(part => (Condition)new Condition.Not(part)));
        leaves.Add(GenItem.Select(item => (Condition)new Condition.Related(Lists.Relationship("items"), item)));
        leaves.Add(inner.Select(list => (Condition)new Condition.Related(
            Lists.Relationship("items"), new Condition.Related(Items.Relationship("list"), list))));
        leaves.Add(GenShare.Select(share => (Condition)new Condition.Related(Lists.Relationship("shares"), share)));
        leaves.Add(inner.Select(list => (Condition)new Condition.Related(
            Lists.Relationship("shares"), new Condition.Related(Shares.Relationship("list"), list))));
        if (role != StarterSchema.Experiencer)
        {
            leaves.Add(Pick("a", "b").Select(name => (Condition)new Condition.Related(
                Lists.Relationship("team"), new Condition.Compare("name", "_eq", name))));
            leaves.Add(inner.Select(list => (Condition)new Condition.Related(
                Lists.Relationship("team"), new Condition.Related(Teams.Relationship("lists"), list))));
        }

        return Gen.OneOf([.. leaves]);
    }

    // Always ends in the key, so that there is one right order.
    private static Gen<IReadOnlyList<string>> GenOrder(string role)
    {
        var columns = role == StarterSchema.Experiencer ? new[] { "title", "owner_id" } : ["title", "owner_id", "team_id", "team.name"];
        return Gen.Select(
                Pick(columns),
                Pick("asc", "desc", "asc_nulls_first", "asc_nulls_last", "desc_nulls_first", "desc_nulls_last"),
                (column, direction) => $"{column} {direction}")
            .Array[0, 3]
            .Select(keys => (IReadOnlyList<string>)[.. keys, "id asc"]);
    }

    private static Gen<RandomRows> GenRows() => Gen.Select(
        Gen.Select(Gen.Int[0, 1], Pick(Users)).Array[0, 5],
        Gen.Select(Pick(Users), GenTitle, Gen.Int[-1, 1]).Array[0, 7],
        Gen.Select(Gen.Int[0, 6], Gen.Bool, Gen.Long[0, 3]).Array[0, 10],
        Gen.Select(Gen.Int[0, 6], Pick(Users), Gen.Bool).Array[0, 8],
        (members, lists, items, shares) => new RandomRows(members, lists, items, shares));

    private NaiveDatabase Fill(RandomRows rows)
    {
        var naive = new NaiveDatabase(User);
        naive.Tables["teams"].AddRange(
            [new(StringComparer.Ordinal) { ["id"] = Id(1, 0), ["name"] = "a" }, new(StringComparer.Ordinal) { ["id"] = Id(1, 1), ["name"] = "b" }]);
        naive.Tables["team_members"].AddRange(rows.Members.DistinctBy(member => member).Select(member => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["team_id"] = Id(1, member.Item1), ["user_id"] = member.Item2, ["role"] = "analyst", ["display_name"] = "x",
        }));
        naive.Tables["lists"].AddRange(rows.Lists.Select((list, i) => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = Id(2, i), ["owner_id"] = list.Item1, ["title"] = list.Item2, ["team_id"] = list.Item3 < 0 ? null : Id(1, list.Item3),
        }));
        naive.Tables["list_items"].AddRange(rows.Items.Where(item => item.Item1 < rows.Lists.Length).Select((item, i) => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = Id(3, i), ["list_id"] = Id(2, item.Item1), ["text"] = "t", ["done"] = item.Item2 ? 1L : 0L, ["position"] = item.Item3,
        }));
        naive.Tables["list_shares"].AddRange(rows.Shares.Where(share => share.Item1 < rows.Lists.Length).DistinctBy(share => (share.Item1, share.Item2)).Select(share =>
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["list_id"] = Id(2, share.Item1), ["user_id"] = share.Item2, ["can_edit"] = share.Item3 ? 1L : 0L,
            }));
        Store(naive);
        return naive;
    }

    private void Store(NaiveDatabase naive)
    {
        _database.Connection.Run("BEGIN; DELETE FROM list_shares; DELETE FROM list_items; DELETE FROM lists; DELETE FROM team_members; DELETE FROM teams");
        foreach (var (table, rows) in naive.Tables)
        {
            foreach (var row in rows)
                Insert(table, row);
        }

        _database.Connection.Run("COMMIT");
    }

    private void Insert(string table, Dictionary<string, object?> row)
    {
        using var command = _database.Connection.CreateCommand();
#pragma warning disable CA2100 // names of the starter schema
        command.CommandText = $"INSERT INTO {table} ({string.Join(',', row.Keys)}) VALUES ({string.Join(',', row.Keys.Select(column => "$" + column))})";
#pragma warning restore CA2100
        foreach (var (column, value) in row)
            command.Parameters.AddWithValue("$" + column, value ?? DBNull.Value);

        command.ExecuteNonQuery();
    }

    private static List<string> Expected(NaiveDatabase naive, string role, Condition condition, IReadOnlyList<string> order, int limit, int offset)
    {
        var rows = naive.Visible(role, "lists").Where(row => condition.Holds(naive, role, row) == true).ToList();
        rows.Sort((left, right) => order.Select(key => Compare(naive, role, left, right, key)).FirstOrDefault(result => result != 0));
        return [.. rows.Skip(offset).Take(limit).Select(row => string.Join(
            ' ',
            row["id"],
            "items",
            Join(naive.Visible(role, "list_items").Where(item => Equals(item["list_id"], row["id"]) && Equals(item["done"], 0L)), "id"),
            "shares",
            Join(naive.Visible(role, "list_shares").Where(share => Equals(share["list_id"], row["id"])), "user_id")))];
    }

    private static string Join(IEnumerable<Dictionary<string, object?>> rows, string column) =>
        string.Join(',', rows.Select(row => (string)row[column]!).Order(StringComparer.Ordinal));

    private static int Compare(NaiveDatabase naive, string role, Dictionary<string, object?> left, Dictionary<string, object?> right, string key)
    {
        var (column, direction) = key.Split(' ') is [var first, var second] ? (first, second) : throw new ArgumentException(key, nameof(key));
        var isDescending = direction.StartsWith("desc", StringComparison.Ordinal);
        var nullsFirst = direction.EndsWith("nulls_first", StringComparison.Ordinal) || direction == "desc";
        return (KeyOf(naive, role, left, column), KeyOf(naive, role, right, column)) switch
        {
            (null, null) => 0,
            (null, _) => nullsFirst ? -1 : 1,
            (_, null) => nullsFirst ? 1 : -1,
            var (a, b) => isDescending ? -string.CompareOrdinal(a, b) : string.CompareOrdinal(a, b),
        };
    }

    private static string? KeyOf(NaiveDatabase naive, string role, Dictionary<string, object?> row, string column) => column == "team.name"
        ? (string?)naive.Visible(role, "teams").FirstOrDefault(team => Equals(team["id"], row["team_id"]))?["name"]
        : (string?)row[column];

    private static List<string> Read(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        return [.. document.RootElement.GetProperty("data").GetProperty("lists").EnumerateArray().Select(row => string.Join(
            ' ',
            row.GetProperty("id").GetString(),
            "items",
            string.Join(',', row.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString())),
            "shares",
            string.Join(',', row.GetProperty("shares").EnumerateArray().Select(share => share.GetProperty("user_id").GetString()))))];
    }

    private static string Id(int kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind:00000000}-0000-4000-8000-{number:000000000000}");

    private sealed record RandomRows((int, string)[] Members, (string, string, int)[] Lists, (int, bool, long)[] Items, (int, string, bool)[] Shares);
}
