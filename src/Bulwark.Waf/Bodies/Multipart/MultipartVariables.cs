using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Bodies.Multipart;

/// <summary>The variables in which rules see the flags of a multipart body.</summary>
internal static class MultipartVariables
{
    private static readonly (VariableKind Kind, MultipartFlags Flags)[] Rows =
    [
        (VariableKind.MultipartDataBefore, MultipartFlags.DataBefore),
        (VariableKind.MultipartDataAfter, MultipartFlags.DataAfter),
        (VariableKind.MultipartBoundaryQuoted, MultipartFlags.BoundaryQuoted),
        (VariableKind.MultipartBoundaryWhitespace, MultipartFlags.BoundaryWhitespace),
        (VariableKind.MultipartHeaderFolding, MultipartFlags.HeaderFolding),
        (VariableKind.MultipartInvalidHeaderFolding, MultipartFlags.InvalidHeaderFolding),
        (VariableKind.MultipartLfLine, MultipartFlags.LfLine),
        (VariableKind.MultipartMissingSemicolon, MultipartFlags.MissingSemicolon),
        (VariableKind.MultipartInvalidQuoting, MultipartFlags.InvalidQuoting),
        (VariableKind.MultipartInvalidPart, MultipartFlags.InvalidPart),
        (VariableKind.MultipartFileLimitExceeded, MultipartFlags.FileLimitExceeded),
        (VariableKind.MultipartStrictError, MultipartFlags.Strict),
    ];

    /// <summary>Sets all of them: 1 for what the body has, 0 for what it has not.</summary>
    /// <param name="flags">What is unusual about the body.</param>
    /// <param name="unmatched"><c>MULTIPART_UNMATCHED_BOUNDARY</c>: 0, 1 or 2.</param>
    /// <param name="data">Whose variables they are.</param>
    public static void Set(MultipartFlags flags, int unmatched, TransactionData data)
    {
        foreach (var (kind, any) in Rows)
            data.SetMultipartFlag(kind, (flags & any) != MultipartFlags.None ? 1 : 0);

        data.SetMultipartFlag(VariableKind.MultipartUnmatchedBoundary, unmatched);
        const MultipartFlags Both = MultipartFlags.CrlfLine | MultipartFlags.LfLine;
        data.SetMultipartFlag(VariableKind.MultipartCrlfLfLines, (flags & Both) == Both ? 1 : 0);
    }
}
