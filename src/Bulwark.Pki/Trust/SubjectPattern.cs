using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Trust;

/// <summary>
/// A subject that is let in. <c>*</c> stands for any characters of one value: a comma or a plus sign, which begins the next part of a name, is never among them.
/// </summary>
internal sealed class SubjectPattern
{
    private readonly string[] _pieces;
    private readonly bool _isWholeSubject;

    public SubjectPattern(string text)
    {
        _pieces = text.Split('*');
        _isWholeSubject = text.Contains('=', StringComparison.Ordinal);
    }

    public bool Matches(X509Certificate2 leaf) =>
        _isWholeSubject ? Matches(DistinguishedNames.ToRfc2253(leaf.SubjectName)) : DistinguishedNames.OnlyCommonName(leaf.SubjectName) is { } name && Matches(name);

    private bool Matches(string text)
    {
        if (!text.StartsWith(_pieces[0], StringComparison.Ordinal))
            return false;

        if (_pieces.Length == 1)
            return text.Length == _pieces[0].Length;

        // Each piece where it first fits; the last one has to fit at the end.
        var at = _pieces[0].Length;
        foreach (var piece in _pieces.AsSpan(1, _pieces.Length - 2))
        {
            var found = text.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0 || !IsOneValue(text.AsSpan(at, found - at)))
                return false;

            at = found + piece.Length;
        }

        var end = text.Length - _pieces[^1].Length;
        return end >= at && text.EndsWith(_pieces[^1], StringComparison.Ordinal) && IsOneValue(text.AsSpan(at, end - at));
    }

    private static bool IsOneValue(ReadOnlySpan<char> text) => !text.ContainsAny(',', '+');
}
