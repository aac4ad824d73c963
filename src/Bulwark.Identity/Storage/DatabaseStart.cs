using Bulwark.Core.Hosting;

namespace Bulwark.Identity.Storage;

/// <summary>Opens the database before the tier listens and under its lock: no older process still writes when tables are changed.</summary>
internal sealed class DatabaseStart(IdentityDatabase database) : TierStep
{
    protected override Task BeforeListeningAsync(CancellationToken cancellationToken)
    {
        database.Open();
        return Task.CompletedTask;
    }
}
