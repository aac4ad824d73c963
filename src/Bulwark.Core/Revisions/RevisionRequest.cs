namespace Bulwark.Core.Revisions;

/// <summary>Body of <c>POST /settings/prepare</c>, <c>/settings/commit</c> and <c>/settings/abandon</c>.</summary>
/// <param name="Revision">The number of the revision.</param>
public sealed record RevisionRequest(int Revision);
