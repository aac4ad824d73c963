using Bulwark.Core.Hosting;

namespace Bulwark.Revisions;

/// <summary>A tier's part of a revision.</summary>
/// <param name="settings">What the tier exchanges; null when the revision changes nothing for it.</param>
/// <param name="done">Told when it is in force.</param>
internal sealed class TierTakesOver(IPreparedSettings? settings, Action done) : IPreparedSettings
{
    public void PutIntoForce()
    {
        settings?.PutIntoForce();
        done();
    }

    public void Dispose() => settings?.Dispose();
}
