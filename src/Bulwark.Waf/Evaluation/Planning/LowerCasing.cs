using Bulwark.Waf.Transformations;
using Bulwark.Waf.Transformations.Cleaning;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>Where in a chain <c>t:lowercase</c> can be left out because what follows it does not look at letters: a pattern then makes up for it by taking capitals for small letters.</summary>
internal static class LowerCasing
{
    /// <summary>The chain without it; false where there is none, or none that can be left out.</summary>
    public static bool TryLeaveOut(Transformation[] chain, out Transformation[] shorter)
    {
        var at = Array.FindLastIndex(chain, transformation => transformation is Lowercase);
        var canBeLeftOut = at >= 0 && chain[(at + 1)..].All(IsBlindToLetters);
        shorter = canBeLeftOut ? [.. chain[..at], .. chain[(at + 1)..]] : chain;
        return canBeLeftOut;
    }

    // They drop or replace bytes that are no letters, by what is around them that is no letter either.
    private static bool IsBlindToLetters(Transformation transformation) => transformation
        is RemoveNulls or ReplaceNulls or RemoveWhitespace or CompressWhitespace or Trim or TrimLeft or TrimRight
        or RemoveCommentsChar or ReplaceComments or NormalizePath or NormalizePathWin;
}
