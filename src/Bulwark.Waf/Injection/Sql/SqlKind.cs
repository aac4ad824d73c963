namespace Bulwark.Waf.Injection.Sql;

/// <summary>What a token is. The value is its letter in a fingerprint; the letters mean what they mean to users of ModSecurity's <c>@detectSQLi</c>.</summary>
internal enum SqlKind : byte
{
    None = 0,
    Number = (byte)'1',
    Name = (byte)'n',
    String = (byte)'s',
    Variable = (byte)'v',

    /// <summary>The name of a function that a <c>(</c> follows.</summary>
    Function = (byte)'f',

    /// <summary>What hardly anyone but an attacker writes: calls that sleep, read files or reach the network, catalogs, <c>INTO OUTFILE</c>.</summary>
    Evil = (byte)'X',

    Operator = (byte)'o',

    /// <summary><c>AND</c>, <c>OR</c>, <c>XOR</c>, <c>&amp;&amp;</c>, <c>||</c>.</summary>
    Logic = (byte)'&',

    /// <summary>The start of a statement or a sub-query: <c>SELECT</c>, <c>INSERT INTO</c>, <c>DROP TABLE</c>.</summary>
    Statement = (byte)'E',

    /// <summary><c>UNION</c>, <c>EXCEPT</c>, <c>INTERSECT</c>.</summary>
    Union = (byte)'U',

    /// <summary>What comes after the conditions: <c>ORDER BY</c>, <c>GROUP BY</c>, <c>HAVING</c>, <c>LIMIT</c>.</summary>
    Group = (byte)'B',

    /// <summary>Procedural statements: <c>DECLARE</c>, <c>EXEC</c>, <c>WAITFOR DELAY</c>.</summary>
    Procedure = (byte)'T',

    Keyword = (byte)'k',
    Type = (byte)'t',
    Collate = (byte)'A',
    Comment = (byte)'c',
    OpenParenthesis = (byte)'(',
    CloseParenthesis = (byte)')',
    OpenBrace = (byte)'{',
    CloseBrace = (byte)'}',
    Comma = (byte)',',
    Semicolon = (byte)';',
    Colon = (byte)':',
    Dot = (byte)'.',
    Backslash = (byte)'\\',
    Unknown = (byte)'?',
}
