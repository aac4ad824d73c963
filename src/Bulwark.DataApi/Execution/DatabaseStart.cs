using Bulwark.Core.Hosting;

namespace Bulwark.DataApi.Execution;

/// <summary>Opens the database before the tier listens and under its lock: no older process still writes when tables are changed.</summary>
internal sealed class DatabaseStart(DataStore store) : TierStep
{
    protected override Task BeforeListeningAsync(CancellationToken cancellationToken)
    {
        store.Open();
        return Task.CompletedTask;
    }
}
