using Bulwark.Core.Hosting;

namespace Bulwark.DataApi.Execution;

/// <summary>Opens the database once the tier holds its lock, and before it listens: no older process still writes when tables are changed.</summary>
internal sealed class DatabaseStart(DataStore store) : TierStep
{
    protected override Task BeforeListeningAsync(CancellationToken cancellationToken)
    {
        store.Open();
        return Task.CompletedTask;
    }
}
