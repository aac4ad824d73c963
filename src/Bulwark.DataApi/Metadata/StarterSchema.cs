namespace Bulwark.DataApi.Metadata;

/// <summary>
/// The tables that an instance starts with, and who sees what of them. <c>Migrations/0001_starter_schema.sql</c> makes them; a test holds the
/// two against each other.
/// </summary>
internal static class StarterSchema
{
    public const string Staff = "staff";
    public const string Analyst = "analyst";
    public const string Experiencer = "experiencer";

    /// <summary>The roles that have permissions here, the strongest first.</summary>
    public static IReadOnlyList<string> Roles { get; } = [Staff, Analyst, Experiencer];

    private static readonly Column TeamId = new("id", Scalars.Uuid) { Default = Defaults.Uuid };

    private static readonly Column MemberUserId = new("user_id", Scalars.String);
    private static readonly Column ListOwnerId = new("owner_id", Scalars.String);
    private static readonly Column ListTeamId = new("team_id", Scalars.Uuid) { IsNullable = true };
    private static readonly Column ShareUserId = new("user_id", Scalars.String);
    private static readonly Column ShareCanEdit = new("can_edit", Scalars.Boolean) { Default = Defaults.False };

    private static readonly Relationship TeamMembers = new("members", "team_members", "id", "team_id") { IsArray = true };
    private static readonly Relationship TeamLists = new("lists", "lists", "id", "team_id") { IsArray = true };
    private static readonly Relationship MemberTeam = new("team", "teams", "team_id", "id");
    private static readonly Relationship ListTeam = new("team", "teams", "team_id", "id");
    private static readonly Relationship ListItems = new("items", "list_items", "id", "list_id") { IsArray = true };
    private static readonly Relationship ListShares = new("shares", "list_shares", "id", "list_id") { IsArray = true };
    private static readonly Relationship ItemList = new("list", "lists", "list_id", "id");
    private static readonly Relationship ShareList = new("list", "lists", "list_id", "id");

    private static readonly Operand UserId = new Operand.Session("x-hasura-user-id", Scalars.String);

    // {"members": {"user_id": {"_eq": "X-Hasura-User-Id"}}}, on a team
    private static readonly BoolExp IsMemberOfTeam = new BoolExp.Exists(TeamMembers, Is(MemberUserId, UserId));

    // {"owner_id": {"_eq": "X-Hasura-User-Id"}}, on a list
    private static readonly BoolExp OwnsList = Is(ListOwnerId, UserId);

    // {"shares": {"user_id": {"_eq": "X-Hasura-User-Id"}}}, on a list
    private static readonly BoolExp HasShareOfList = new BoolExp.Exists(ListShares, Is(ShareUserId, UserId));

    // {"shares": {"user_id": {"_eq": "X-Hasura-User-Id"}, "can_edit": {"_eq": true}}}, on a list
    private static readonly BoolExp MayEditList =
        new BoolExp.Exists(ListShares, new BoolExp.And([Is(ShareUserId, UserId), Is(ShareCanEdit, new Operand.Constant(1L))]));

    // {"team": {"members": {...}}}, on a list
    private static readonly BoolExp IsListOfOwnTeam = new BoolExp.Exists(ListTeam, IsMemberOfTeam);

    private static readonly BoolExp AnalystSeesList = new BoolExp.Or([OwnsList, HasShareOfList, IsListOfOwnTeam]);

    private static readonly BoolExp ExperiencerSeesList = new BoolExp.Or([OwnsList, HasShareOfList]);

    /// <summary>Every table.</summary>
    public static IReadOnlyList<Table> Tables { get; } = [Teams(), Members(), Lists(), Items(), Shares()];

    private static Table Teams() => new()
    {
        Name = "teams",
        Columns = [TeamId, new("name", Scalars.String), CreatedAt()],
        PrimaryKey = ["id"],
        UniqueKeys = [new("teams_name_key", ["name"])],
        Relationships = [TeamMembers, TeamLists],
        SelectPermissions =
        [
            new() { Role = Staff, Columns = ["id", "name", "created_at"], Filter = BoolExp.True },
            new() { Role = Analyst, Columns = ["id", "name", "created_at"], Filter = IsMemberOfTeam },
        ],
        InsertPermissions =
        [
            new() { Role = Staff, Columns = ["id", "name"], Check = BoolExp.True },
        ],
    };

    private static Table Members() => new()
    {
        Name = "team_members",
        Columns = [new("team_id", Scalars.Uuid), MemberUserId, new("role", Scalars.String), new("display_name", Scalars.String)],
        PrimaryKey = ["team_id", "user_id"],
        ForeignKeys = [new("team_members_team_id_fkey", "team_id", "teams", "id")],
        Relationships = [MemberTeam],
        SelectPermissions =
        [
            new() { Role = Staff, Columns = ["team_id", "user_id", "role", "display_name"], Filter = BoolExp.True },
            new()
            {
                Role = Analyst,
                Columns = ["team_id", "user_id", "role", "display_name"],
                Filter = new BoolExp.Exists(MemberTeam, IsMemberOfTeam),
            },
            new() { Role = Experiencer, Columns = ["team_id", "user_id", "role", "display_name"], Filter = Is(MemberUserId, UserId) },
        ],
        InsertPermissions =
        [
            new() { Role = Staff, Columns = ["team_id", "user_id", "role", "display_name"], Check = BoolExp.True },
        ],
    };

    private static Table Lists() => new()
    {
        Name = "lists",
        Columns = [new("id", Scalars.Uuid) { Default = Defaults.Uuid }, ListTeamId, ListOwnerId, new("title", Scalars.String), CreatedAt()],
        PrimaryKey = ["id"],
        ForeignKeys = [new("lists_team_id_fkey", "team_id", "teams", "id")],
        Relationships = [ListTeam, ListItems, ListShares],
        SelectPermissions =
        [
            new() { Role = Staff, Columns = ["id", "team_id", "owner_id", "title", "created_at"], Filter = BoolExp.True },
            new() { Role = Analyst, Columns = ["id", "team_id", "owner_id", "title", "created_at"], Filter = AnalystSeesList },
            new() { Role = Experiencer, Columns = ["id", "owner_id", "title", "created_at"], Filter = ExperiencerSeesList, Limit = 100 },
        ],
        InsertPermissions =
        [
            new() { Role = Staff, Columns = ["id", "team_id", "owner_id", "title"], Check = BoolExp.True },
            new()
            {
                Role = Analyst,
                Columns = ["id", "team_id", "title"],
                Check = new BoolExp.Or([new BoolExp.IsNull(ListTeamId, IsNegated: false), IsListOfOwnTeam]),
                Set = [new(ListOwnerId, UserId)],
            },
        ],
    };

    private static Table Items() => new()
    {
        Name = "list_items",
        Columns =
        [
            new("id", Scalars.Uuid) { Default = Defaults.Uuid },
            new("list_id", Scalars.Uuid),
            new("text", Scalars.String),
            new("done", Scalars.Boolean) { Default = Defaults.False },
            new("position", Scalars.Bigint) { Default = Defaults.Zero },
            CreatedAt(),
        ],
        PrimaryKey = ["id"],
        ForeignKeys = [new("list_items_list_id_fkey", "list_id", "lists", "id")],
        Relationships = [ItemList],
        SelectPermissions =
        [
            new() { Role = Staff, Columns = ["id", "list_id", "text", "done", "position", "created_at"], Filter = BoolExp.True },
            new()
            {
                Role = Analyst,
                Columns = ["id", "list_id", "text", "done", "position", "created_at"],
                Filter = new BoolExp.Exists(ItemList, AnalystSeesList),
            },
            new()
            {
                Role = Experiencer,
                Columns = ["id", "list_id", "text", "done", "position", "created_at"],
                Filter = new BoolExp.Exists(ItemList, ExperiencerSeesList),
            },
        ],
        InsertPermissions =
        [
            new() { Role = Staff, Columns = ["id", "list_id", "text", "done", "position"], Check = BoolExp.True },
            new()
            {
                Role = Analyst,
                Columns = ["id", "list_id", "text", "done", "position"],
                Check = new BoolExp.Exists(ItemList, new BoolExp.Or([OwnsList, MayEditList, IsListOfOwnTeam])),
            },
        ],
    };

    private static Table Shares() => new()
    {
        Name = "list_shares",
        Columns = [new("list_id", Scalars.Uuid), ShareUserId, ShareCanEdit],
        PrimaryKey = ["list_id", "user_id"],
        ForeignKeys = [new("list_shares_list_id_fkey", "list_id", "lists", "id")],
        Relationships = [ShareList],
        SelectPermissions =
        [
            new() { Role = Staff, Columns = ["list_id", "user_id", "can_edit"], Filter = BoolExp.True },
            new()
            {
                Role = Analyst,
                Columns = ["list_id", "user_id", "can_edit"],
                Filter = new BoolExp.Or([Is(ShareUserId, UserId), new BoolExp.Exists(ShareList, OwnsList)]),
            },
            new() { Role = Experiencer, Columns = ["list_id", "user_id", "can_edit"], Filter = Is(ShareUserId, UserId) },
        ],
        InsertPermissions =
        [
            new() { Role = Staff, Columns = ["list_id", "user_id", "can_edit"], Check = BoolExp.True },
        ],
    };

    private static Column CreatedAt() => new("created_at", Scalars.Timestamptz) { Default = Defaults.Now };

    private static BoolExp Is(Column column, Operand value) => new BoolExp.Compare(column, Comparison.Equal, value);
}
