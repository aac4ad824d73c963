namespace Bulwark.Status;

/// <summary>Which settings are in force.</summary>
/// <param name="InForce">The revision; 0 when nothing was ever started.</param>
/// <param name="Confirmed">The last one that was put into force for good.</param>
/// <param name="ConfirmBy">Until when the one in force has to be confirmed; null when it is.</param>
/// <param name="Differs">How many settings of the file differ from it; null when the file cannot be read.</param>
/// <param name="Problem">Why the history or the file cannot be read; null when they can.</param>
internal sealed record RevisionStatus(int InForce, int Confirmed, DateTimeOffset? ConfirmBy, int? Differs, string? Problem);
