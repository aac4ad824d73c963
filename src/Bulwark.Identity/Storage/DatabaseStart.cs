using Bulwark.Core.Hosting;

namespace Bulwark.Identity.Storage;

/// <summary>Opens the database once the tier holds its lock, and before it listens: no older process still writes when tables are changed.</summary>
internal sealed class DatabaseStart(IdentityDatabase database) : TierStep
{
    protected override Task BeforeListeningAsync(CancellationToken cancellationToken)
    {
        database.Open();
        return Task.CompletedTask;
    }
}
