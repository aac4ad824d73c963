using Bulwark.Core.Revisions;

namespace Bulwark.Revisions;

/// <summary>Answer of <c>bulwark history</c>.</summary>
/// <param name="InForce">The revision in force; 0 when nothing was ever started.</param>
/// <param name="Confirmed">The last one that was put into force for good.</param>
/// <param name="ConfirmBy">Until when the one in force has to be confirmed; null when it is.</param>
/// <param name="Events">What happened, oldest first.</param>
internal sealed record HistoryReport(int InForce, int Confirmed, DateTimeOffset? ConfirmBy, IReadOnlyList<RevisionEvent> Events);
