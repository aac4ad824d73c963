using Bulwark.Core;
using Bulwark.Homeserver.Provisioning;
using Bulwark.Homeserver.Streams;
using Bulwark.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace Bulwark.Homeserver;

/// <summary>Opens the database, starts the event log and makes the rooms before the first request; ends the log after the last one.</summary>
internal sealed class HomeserverStart(HomeserverDatabase database, EventLog eventLog, ServerIdentity identity, GroupRooms rooms) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
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

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        eventLog.Stop();
        return Task.CompletedTask;
    }
}
