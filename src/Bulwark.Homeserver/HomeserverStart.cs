using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Homeserver.Provisioning;
using Bulwark.Homeserver.Streams;
using Bulwark.Storage;
using Microsoft.Data.Sqlite;

namespace Bulwark.Homeserver;

/// <summary>Opens the database, starts the event log and makes the rooms before the first request; ends the log after the last one.</summary>
internal sealed class HomeserverStart(HomeserverDatabase database, EventLog eventLog, ServerIdentity identity, GroupRooms rooms) : TierStep
{
    protected override async Task BeforeListeningAsync(CancellationToken cancellationToken)
    {
        database.Open();
        try
        {
            eventLog.Start();
            await identity.CheckAsync();
            await rooms.EnsureAsync(cancellationToken);
        }
        catch (SqliteException e)
        {
            // Damage further inside shows only when the rooms are read.
            throw new OperatorException(SqliteDatabase.Explain(database.Path, e), e);
        }
        catch (StorageFullException e)
        {
            throw new OperatorException($"The database {database.Path} cannot be written: the disk is full or failing.", e);
        }
    }

    protected override Task AfterLastRequestAsync(CancellationToken cancellationToken)
    {
        eventLog.Stop();
        return Task.CompletedTask;
    }
}
