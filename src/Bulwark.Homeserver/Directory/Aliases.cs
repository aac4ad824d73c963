namespace Bulwark.Homeserver.Directory;

/// <summary>Room aliases.</summary>
internal sealed class Aliases(HomeserverDatabase database)
{
    /// <summary>The room of an alias; null when there is none.</summary>
    public ValueTask<string?> FindAsync(string alias, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (string?)connection.Scalar("SELECT room_id FROM aliases WHERE alias = $1", alias), cancellationToken);

    /// <summary>The room that an ID or an alias names; null when an alias names none.</summary>
    public async ValueTask<string?> ResolveAsync(string roomIdOrAlias, CancellationToken cancellationToken) =>
        roomIdOrAlias.StartsWith('#') ? await FindAsync(roomIdOrAlias, cancellationToken) : roomIdOrAlias;
}
