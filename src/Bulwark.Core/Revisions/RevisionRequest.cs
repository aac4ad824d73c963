namespace Bulwark.Core.Revisions;

/// <summary>Body of <c>POST /settings/prepare</c>, <c>/settings/commit</c> and <c>/settings/abandon</c>.</summary>
public sealed record RevisionRequest
{
    /// <summary>The number of the revision.</summary>
    public required int Revision { get; init; }
}
