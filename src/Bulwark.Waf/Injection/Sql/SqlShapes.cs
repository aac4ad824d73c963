namespace Bulwark.Waf.Injection.Sql;

/// <summary>The grammar of injections, over the letters of <see cref="SqlKind"/>.</summary>
/// <remarks>
/// A value is an injection if it finishes what it was put into and goes on with SQL. What it finishes is a string
/// (the value lies between quotes), a number, or a name; the less likely that is in ordinary text the more must follow.
/// Each line is <c>name = alternative | alternative</c>; <c>&lt;name&gt;</c> is what an earlier line says, <c>*</c> is
/// whatever follows, and an alternative without it must be all there is.
/// </remarks>
internal static class SqlShapes
{
    public const string Grammar = """
        literal   = 1 | s | v
        closed    = <literal> | <literal> )
        string    = s | s )
        number    = 1 | v | 1 ) | v )
        word      = n | n ) | )
        field     = n o <literal>
        truth     = 1 o <literal> * | s o <literal> * | v o <literal> *
        query     = ( E * | ( X * | ( f * | ( k 1 * | ( k n * | ( k ( * | ( k s *
        call      = X * | f ( E * | f ( X * | f ( f *
        test      = ( 1 o * | ( s o * | ( v o * | ( n o *
        about     = n o s * | n o 1 * | n o v * | n o n * | n o ( * | n o f * | n o X * | n o ; * | n o c
        list      = <literal> o ( * | <literal> o f ( * | <literal> o X *
        condition = <truth> | <query> | <call> | <test> | <list>
        case      = k <literal> o * | k ( * | k n o *
        grouping  = B 1 * | B n c | B n B * | B n , * | B f ( * | B ( * | B 1 o * | B s o * | B X * | B n k *
        second    = U E * | U ( E * | U ( 1 * | U k ( * | U k 1 *
        next      = ; E * | ; T * | ; X * | ; f ( * | ; n ( 1 o * | ; n ( E * | ; n 1 o * | ; c
        inside    = o ( E * | o ( X * | o ( f * | o ( k * | o X *

        quoted    = <string> & <condition> | <string> & <about> | <string> & <case> | <string> & f ( * | <string> & ( 1 , * | <string> & ( n *
        quoted2   = <string> & 1 c | <string> & s c | <string> & n c | <string> & v c | s & 1 ; * | <string> & <literal> U * | <string> & <literal> B * | <string> & s & * | <string> & n U * | <string> & 1 & * | s & s | s & v & *
        quoted3   = <string> <second> | <string> <next> | <string> <inside> | <string> T s * | <string> T X * | <string> T v * | <string> T ( * | <string> X * | <string> c
        quoted4   = <string> B 1 c | <string> B 1 , * | <string> B 1 o * | <string> B s o * | <string> B n B * | <string> B n c | <string> B ( * | <string> B f ( * | <string> B X * | <string> B 1 B * | <string> B 1 ; *
        quoted5   = <string> o f ( * | s o s | s o s c | s o s o s | s o s & * | s o 1 c | s o n o s | s o 1 o s | s o v o s | s o v c | s o n o n | s o n o \ | <string> o v & * | s o 1 & * | s o n & * | s o n c | s o s ; * | s o & 1 o * | s o & s o * | s o ( s * | s o ( 1 *
        quoted6   = s ( E * | s , ( E * | s , f ( * | s , X * | s k 1 o 1 * | <string> k n c | <string> k s o s

        numeric   = <number> & <condition> | <number> & <about> | <number> & <case> | <number> & f ( * | <number> & 1 c | <number> & v c | <number> & <literal> U * | <number> & <literal> B *
        numeric2  = <number> <second> | <number> <next> | <number> <inside> | <number> T s * | <number> T v * | <number> X * | <number> <grouping> | <number> c | 1 , ( E * | 1 , X * | 1 , f ( E * | 1 k 1 o *
        numeric3  = <number> o f ( E * | <number> & n c

        named     = <word> & <condition> | <word> & <case> | n & n o s * | n & 1 c | n & f ( E *
        named2    = <word> U E 1 * | <word> U E v * | <word> U E s * | <word> U E f * | <word> U E X * | <word> U E ( * | <word> U E n k * | <word> U E n , * | <word> U ( E *
        named3    = <word> ; E * | <word> ; T v * | <word> ; T s * | <word> ; T X * | <word> ; X * | <word> B 1 c | <word> B 1 o 1 * | <word> o ( E * | <word> o X * | <word> , ( E * | <word> , X * | <word> T s * | <word> X s *
        named4    = <field> & 1 o * | <field> & s o * | <field> U E * | <field> ; E * | <field> & X * | <field> & ( * | <field> & f * | <field> B f ( *

        bare      = & <truth> | & X * | & ( E * | & f ( E * | & ( 1 o * | & f ( f * | U E 1 * | U E v * | U E s * | U E f * | U E X * | U E n k * | U E n , * | U E ( * | U ( E * | ; E * | ; T v * | ; T s * | ; T X * | ; X * | B 1 c | B 1 o 1 *
        bare2     = X ( * | X s * | T s * | T X * | T v t * | T ( s * | f ( 1 o * | f ( E * | f ( X * | f ( f ( ) | f ( s o * | k 1 o 1 * | k ( E * | k s o s *
        bare3     = E X * | E ( X * | E ( E * | E ( k * | E f ( E * | E n k ( E | E n k X * | E 1 k ( E | E 1 k X * | E 1 ) * | E v k X * | E k ( * | E s & ( E | E f ( X * | E f ( 1 , (
        injection = <quoted> | <quoted2> | <quoted3> | <quoted4> | <quoted5> | <quoted6> | <numeric> | <numeric2> | <numeric3> | <named> | <named2> | <named3> | <named4> | <bare> | <bare2> | <bare3>
        """;
}
