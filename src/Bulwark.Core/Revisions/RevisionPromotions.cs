namespace Bulwark.Core.Revisions;

/// <summary>
/// The promotions of each revision, as its history tells them: a revision has those of the one whose place it took, but for the step that made it. One that has ended has
/// ended in every revision, so that no rollback brings back what fell back.
/// </summary>
internal sealed class RevisionPromotions
{
    private readonly Dictionary<int, List<RevisionPromotion>> _ofRevision = [];
    private readonly Dictionary<int, int> _settings = [];

    /// <summary>The promotions of a revision.</summary>
    public IReadOnlyList<RevisionPromotion> Of(int number) => _ofRevision.GetValueOrDefault(number, []);

    /// <summary>The revision that brought the settings which this one has: itself, unless it is a step of a promotion.</summary>
    public int SettingsOf(int number) => _settings.GetValueOrDefault(number, number);

    /// <summary>A revision was put into force.</summary>
    public void PutIntoForce(RevisionEvent step)
    {
        // A rollback: what it says was said when it first came.
        if (_ofRevision.ContainsKey(step.Number))
            return;

        var promotions = _ofRevision[step.Number] = [.. Of(step.Other ?? 0)];
        if (step.Promotion is not { } promotion)
            return;

        _settings[step.Number] = SettingsOf(step.Other ?? step.Number);
        var changed = promotion.Percent == 0 ? _ofRevision.Values.ToList() : [promotions];
        foreach (var one in changed)
            one.RemoveAll(other => other.Tier == promotion.Tier && other.Group == promotion.Group);

        if (promotion.Percent > 0)
            promotions.Add(promotion);
    }
}
