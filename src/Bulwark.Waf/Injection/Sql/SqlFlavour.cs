namespace Bulwark.Waf.Injection.Sql;

/// <summary>Dialects that read the same bytes as different tokens.</summary>
internal enum SqlFlavour
{
    /// <summary><c>--</c> is a comment whatever follows; <c>#</c> is none; a backslash in a string is a backslash.</summary>
    Ansi,

    /// <summary><c>--</c> is a comment before white space only; <c>#</c> is one; a backslash escapes; what <c>/*!</c> hides is executed.</summary>
    MySql,
}
