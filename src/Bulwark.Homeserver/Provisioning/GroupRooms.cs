using Bulwark.Core;
using Bulwark.Homeserver.Directory;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Profile;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Rooms;
using Microsoft.Extensions.Logging;

namespace Bulwark.Homeserver.Provisioning;

/// <summary>The provisioned rooms: makes those that are missing, and keeps their members what the groups say.</summary>
internal sealed class GroupRooms(RoomTable rooms, Aliases aliases, Users users, HomeserverOptions options, ILogger<GroupRooms> log) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The alias of a provisioned room.</summary>
    public string AliasOf(ProvisionedRoomOptions room) => $"#{room.Alias}:{options.ServerName}";

    /// <summary>Makes the rooms that are missing and gives the others the names of the settings.</summary>
    /// <returns>How many were made.</returns>
    public async Task<int> EnsureAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var made = 0;
            foreach (var room in options.Rooms)
                made += await EnsureAsync(room, cancellationToken) ? 1 : 0;

            return made;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Joins a user to the rooms of their groups, without asking, and takes them out of the others.</summary>
    /// <returns>The refusal to answer with when the server is too busy; else null.</returns>
    public async Task<MatrixError?> ReconcileAsync(string userId, IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        var profile = await users.FindProfileAsync(userId, cancellationToken) ?? new UserProfile(null, null);
        foreach (var room in options.Rooms)
        {
            if (await aliases.FindAsync(AliasOf(room), cancellationToken) is not { } roomId)
                continue;

            var belongs = room.Groups.Count == 0 || room.Groups.Intersect(groups, StringComparer.Ordinal).Any();
            var outcome = await rooms.ChangeAsync(roomId, state => belongs ? Admit(state, userId, profile) : Remove(state, userId));
            if (outcome.IsRefused(out var refusal))
                return refusal;

            if (outcome.EventId is not null)
                Log.MembershipReconciled(log, userId, belongs ? Membership.Join : Membership.Leave, roomId);
        }

        return null;
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private async Task<bool> EnsureAsync(ProvisionedRoomOptions room, CancellationToken cancellationToken)
    {
        var alias = AliasOf(room);
        if (await aliases.FindAsync(alias, cancellationToken) is { } existing)
        {
            Check(alias, await rooms.ChangeAsync(existing, state => Rename(state, room.Name)));
            return false;
        }

        var roomId = OpaqueId.RoomId(options.ServerName);
        Check(alias, await rooms.CreateAsync(roomId, RoomDrafts.Create(options.ServerUserId, alias, room.Name)));
        Log.RoomProvisioned(log, alias, roomId);
        return true;
    }

    private static void Check(string alias, RoomOutcome outcome)
    {
        if (outcome.IsRefused(out var refusal))
            throw new OperatorException($"The room {alias} cannot be set up: {refusal.Error}");
    }

    private RoomChange Rename(RoomState state, string name) =>
        string.Equals(state.Text(EventTypes.Name, "name"), name, StringComparison.Ordinal) ? RoomChange.Nothing : RoomDrafts.Name(options.ServerUserId, name);

    // A ban outlives the groups: whoever set it meant more than they do.
    private RoomChange Admit(RoomState state, string userId, UserProfile profile) => state.MembershipOf(userId) switch
    {
        Membership.Join or Membership.Ban => RoomChange.Nothing,
        Membership.Invite => profile.ToJoin(userId),
        _ => RoomChange.Add(profile.ToMember(userId, options.ServerUserId, Membership.Invite), profile.ToJoin(userId)),
    };

    private RoomChange Remove(RoomState state, string userId) => state.MembershipOf(userId) is Membership.Join or Membership.Invite
        ? EventDraft.State(EventTypes.Member, userId, options.ServerUserId, writer =>
        {
            writer.WriteString("membership"u8, Membership.Leave);
            writer.WriteString("reason"u8, "No longer in the room's groups"u8);
        })
        : RoomChange.Nothing;
}
